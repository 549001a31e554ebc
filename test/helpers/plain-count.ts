import { get } from '../../src/pointer.ts'

/**
 * The guide's literal rules once more, as plainly as they can be written down: a second opinion about the linter. Gives
 * lines of `rule pointer`, for a schema and all that its references lead to.
 */
export function plainProblems(schema: unknown, at: string): string[] {
  const seen = new Set<unknown>()
  const refs: string[] = []
  const found = problemsIn(schema, at, seen, refs)
  for (const ref of refs) {
    const target = ref.startsWith('#/') ? get(schema, ref.slice(1)) : undefined
    if (!seen.has(target)) found.push(...problemsIn(target, at + ref.slice(1), seen, refs))
  }
  return found
}

function problemsIn(schema: unknown, at: string, seen: Set<unknown>, refs: string[]): string[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return []
  // biome-ignore lint/suspicious/noExplicitAny: plainness is the point
  const s = schema as Record<string, any>
  const found: string[] = []
  seen.add(schema)
  if (typeof s.$ref === 'string') refs.push(s.$ref)
  const types = [s.type].flat()
  const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
  const token = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')

  if (
    isMap(s.properties) &&
    (s.type === undefined || types.includes('object')) &&
    (s.required === undefined || Array.isArray(s.required))
  ) {
    for (const key of Object.keys(s.properties)) {
      if (!(s.required ?? []).includes(key)) found.push(`required ${at}/properties/${token(key)}`)
    }
  }
  if (types.includes('object') && s.additionalProperties !== false) {
    // Beside a union or a reference, an object without properties is only a stray `type`.
    const isStray = s.properties === undefined && s.additionalProperties === undefined && (s.anyOf || s.$ref)
    const isMalformed = s.properties !== undefined && !isMap(s.properties)
    // An untyped or mistyped member is another rule's business.
    if (!isStray && !(isMalformed && s.additionalProperties === undefined)) {
      found.push(`closed ${at}${'additionalProperties' in s ? '/additionalProperties' : ''}`)
    }
  } else if (isMap(s.additionalProperties)) found.push(`closed ${at}/additionalProperties`)
  for (const key of ['minLength', 'maxLength', 'minItems', 'maxItems']) {
    if (Number.isInteger(s[key]) && s[key] >= 0) found.push(`limit ${at}/${key}`)
  }
  const formats = ['email', 'hostname', 'ipv4', 'ipv6', 'uuid']
  if (
    typeof s.format === 'string' &&
    (s.type === undefined || types.includes('string')) &&
    !formats.includes(s.format)
  ) {
    found.push(`format ${at}/format`)
  }

  for (const key of [
    'properties',
    'patternProperties',
    '$defs',
    '$def',
    'definitions',
    'dependentSchemas',
    'dependencies',
  ]) {
    if (isMap(s[key]))
      for (const [name, member] of Object.entries(s[key]))
        found.push(...problemsIn(member, `${at}/${key}/${token(name)}`, seen, refs))
  }
  for (const key of [
    'items',
    'additionalProperties',
    'additionalItems',
    'unevaluatedItems',
    'unevaluatedProperties',
    'contains',
    'propertyNames',
    'contentSchema',
    'not',
    'if',
    'then',
    'else',
    'extends',
  ]) {
    found.push(...problemsIn(s[key], `${at}/${key}`, seen, refs))
  }
  for (const key of ['anyOf', 'oneOf', 'allOf', 'prefixItems', 'items', 'extends']) {
    if (!Array.isArray(s[key])) continue
    for (const [i, member] of s[key].entries())
      found.push(...problemsIn(member, `${at}/${key}/${i}`, seen, refs))
  }
  return found
}
