// Makes what the benchmarks read, in a folder: from fixtures/quickstart and fixtures/convert alone, so that anybody can.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..')

/** Every tool of fixtures/convert, as written and as converted. */
function samples(name) {
  const folder = path.join(root, 'fixtures/convert')
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && entry.name !== 'not-strict')
    .flatMap(entry => {
      const value = JSON.parse(readFileSync(path.join(folder, entry.name, name), 'utf8'))
      return Array.isArray(value) ? value : (value.tools ?? [value])
    })
}

/** As many tools as wanted, each with a name of its own. */
function many(tools, count) {
  return Array.from({ length: count }, (_, i) => {
    const tool = structuredClone(tools[i % tools.length])
    tool.function.name = `tool_${i}`
    return tool
  })
}

/** Three problems: the object is open, a property is optional, and one has a keyword that strict does not take. */
function flawed(tool) {
  const { parameters } = tool.function
  const [first] = Object.keys(parameters.properties)
  delete parameters.additionalProperties
  parameters.required = parameters.required.filter(name => name !== first)
  parameters.properties[first] = { ...parameters.properties[first], minLength: 2 }
  return tool
}

/** The schema of what a server's `tools/list` gives, which some tools can do no more than hold a file against. */
const listSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: {
    tools: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          name: { type: 'string', pattern: '^[a-zA-Z0-9_-]+$' },
          description: { type: 'string' },
          inputSchema: { $ref: 'http://json-schema.org/draft-07/schema#' },
        },
        required: ['name', 'inputSchema'],
      },
    },
  },
  required: ['tools'],
}

/**
 * @param {string} folder is filled
 * @returns the paths, by what is in them
 */
export function makeInputs(folder) {
  const strict = samples('strict.json').filter(tool => tool.function.strict === true)
  const write = (name, value) => {
    const file = path.join(folder, name)
    writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`)
    return file
  }
  const asMcp = tools => ({
    tools: tools.map(({ function: { name, description = 'Does something.', parameters } }) => ({
      name,
      description,
      inputSchema: parameters,
    })),
  })
  const two = path.join(folder, 'two-thousand')
  mkdirSync(two)
  const tools = many(strict, 2000)
  for (const [i, tool] of tools.entries()) write(path.join('two-thousand', `${i}.json`), [tool])
  const twoMcp = path.join(folder, 'two-thousand-mcp')
  mkdirSync(twoMcp)
  for (const [i, tool] of tools.entries()) write(path.join('two-thousand-mcp', `${i}.json`), asMcp([tool]))
  const tenThousand = many(strict, 10_000)
  return {
    one: write('one.json', [strict[0]]),
    oneMcp: write('one-mcp.json', asMcp([strict[0]])),
    folder: two,
    folderMcp: twoMcp,
    clean: write('clean.json', tenThousand),
    cleanMcp: write('clean-mcp.json', asMcp(tenThousand)),
    flawed: write('flawed.json', many(strict.filter(hasProperties), 10_000).map(flawed)),
    listSchema: write('list.schema.json', listSchema),
  }
}

function hasProperties(tool) {
  return Object.keys(tool.function.parameters.properties ?? {}).length > 0
}
