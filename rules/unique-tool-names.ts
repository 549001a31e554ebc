import { defineRule, type Problem, show } from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Require that no two tools of one list share a name.',
    why: 'A call names its tool: with two of that name, nobody can tell which is meant.',
    how: 'Rename one of the tools.',
  },

  *toolset({ tools }) {
    const seen = new Set<string>()
    for (const { name, definitionPointer } of tools) {
      if (name === undefined) continue
      if (seen.has(name)) {
        yield {
          message: `Another tool of the list has the name ${show(name)} already.`,
          at: `${definitionPointer}/name`,
          tool: name,
        } satisfies Problem
      }
      seen.add(name)
    }
  },
})
