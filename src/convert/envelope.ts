import { child } from '../pointer.ts'
import type { JsonObject, Tool } from '../types.ts'
import type { Draft } from './ir.ts'
import { member } from './json.ts'

/** What a tool is to become. */
export interface Renewal {
  name: string
  parameters: unknown
  strict: boolean
}

/** A tool as chat completions take it. */
export function asChatTool(
  tool: Tool,
  { name, parameters, strict }: Renewal,
): { value: JsonObject; drafts: Draft[] } {
  const drafts: Draft[] = []
  if (tool.envelope === 'chat') {
    const { strict: outer, ...rest } = tool.value
    if (outer !== undefined) drafts.push(moved(tool))
    const { strict: _, ...definition } = tool.definition
    const kept = parameters === undefined ? definition : { ...definition, parameters }
    const inner = { ...kept, name, ...(strict && { strict }) }
    return { value: { type: 'function', ...rest, function: ordered(tool.definition, inner) }, drafts }
  }
  const description = tool.envelope === 'schema' ? undefined : member(tool.definition, 'description')
  for (const key of Object.keys(tool.envelope === 'schema' ? {} : tool.value)) {
    if (carried.has(key)) continue
    const message = `\`${key}\` has no place in a chat tool, and is left out.`
    drafts.push({ kind: 'safe', message, keyword: key, from: child(tool.pointer, key) })
  }
  const definition = {
    name,
    ...(typeof description === 'string' && { description: description.toWellFormed() }),
    ...(strict && { strict }),
    ...(parameters !== undefined && { parameters }),
  }
  return { value: { type: 'function', function: definition }, drafts }
}

const carried = new Set([
  'type',
  'name',
  'description',
  'strict',
  'parameters',
  'input_schema',
  'inputSchema',
])

function moved({ pointer }: Tool): Draft {
  const message = '`strict` stands inside `function`, where the server looks for it.'
  return { kind: 'safe', message, keyword: 'strict', from: child(pointer, 'strict') }
}

/** A tool in the envelope it came in. */
export function asSameTool(tool: Tool, renewal: Renewal): { value: JsonObject; drafts: Draft[] } {
  const { name, parameters, strict } = renewal
  switch (tool.envelope) {
    case 'chat':
      return asChatTool(tool, renewal)
    case 'schema':
      return { value: parameters as JsonObject, drafts: [] }
    default: {
      const { strict: _, ...rest } = tool.value
      const key = schemaMember[tool.envelope]
      const kept = parameters === undefined ? rest : { ...rest, [key]: parameters }
      const flag = strict && tool.envelope === 'responses' ? { strict } : {}
      return { value: ordered(tool.value, { ...kept, name, ...flag }), drafts: [] }
    }
  }
}

const schemaMember = {
  responses: 'parameters',
  function: 'parameters',
  anthropic: 'input_schema',
  mcp: 'inputSchema',
} as const

/** The members in the order of an older version, new ones behind them. */
function ordered(old: JsonObject, members: JsonObject): JsonObject {
  const known = Object.keys(old).filter(key => Object.hasOwn(members, key))
  const added = Object.keys(members).filter(key => !Object.hasOwn(old, key))
  return Object.fromEntries([...known, ...added].map(key => [key, members[key]]))
}
