import { defineRule, show } from '../src/rule.ts'

interface Options {
  /** Whose URLs are judged. */
  hosts: readonly string[]
  /** What the path of the base URL ends in. */
  path: string
}

export default defineRule<Options>({
  meta: {
    description: 'Require that strict tools go to the endpoint that knows strict mode.',
    why: 'Other endpoints take the flag without a word and without effect.',
    how: 'Set the base URL to the one that ends in `/beta`.',
    options: { hosts: { type: 'array', items: { type: 'string' } }, path: { type: 'string' } },
  },

  toolset({ tools, endpoint }, { hosts, path }) {
    if (!endpoint || !tools.some(tool => tool.envelope === 'chat' && tool.definition.strict === true))
      return undefined
    if (!URL.canParse(endpoint.url)) return undefined
    const url = new URL(endpoint.url)
    if (!hosts.includes(url.hostname) || `${url.pathname}/`.startsWith(`${path}/`)) return undefined
    return {
      message: `Strict tools have no effect at ${show(endpoint.url)}: the base URL must end in \`${path}\`.`,
      at: endpoint.pointer,
      ...(endpoint.span && { span: endpoint.span }),
    }
  },
})
