/**
 * The keywords of JSON Schema, drafts 3 to 2020-12, and what each means to somebody who walks or judges a schema. Where
 * the drafts differ, the newest that knows the keyword is followed.
 */

export type InstanceType = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'null'

export const instanceTypes: readonly InstanceType[] = [
  'string',
  'number',
  'integer',
  'boolean',
  'array',
  'object',
  'null',
]

const typeNames: ReadonlySet<unknown> = new Set(instanceTypes)

export function isTypeName(name: unknown): name is InstanceType {
  return typeNames.has(name)
}

/** What JSON Schema asks of a keyword's value. `bound` and `type` have rules of their own that say it better. */
export type Shape =
  | 'any'
  | 'string'
  | 'boolean'
  | 'array'
  | 'object'
  | 'count'
  | 'bound'
  | 'type'
  | 'schema'
  | 'schemas'
  | 'schema or schemas'
  | 'map of schemas'
  | 'map of lists'
  | 'map of schemas or lists'

export interface Keyword {
  /**
   * constraint: narrows what is valid, alone or by combining schemas. annotation: says something to people and
   * programs, and narrows nothing. structure: names, places and identifies schemas.
   */
  kind: 'constraint' | 'annotation' | 'structure'
  shape: Shape
  /** The types of instance it acts on; all of them when left out. */
  types?: readonly InstanceType[]
}

const constraint = (shape: Shape, ...types: InstanceType[]): Keyword =>
  types.length ? { kind: 'constraint', shape, types } : { kind: 'constraint', shape }
const annotation = (shape: Shape): Keyword => ({ kind: 'annotation', shape })
const structure = (shape: Shape): Keyword => ({ kind: 'structure', shape })

export const vocabulary: ReadonlyMap<string, Keyword> = new Map(
  Object.entries({
    type: constraint('type'),
    enum: constraint('array'),
    const: constraint('any'),

    multipleOf: constraint('bound', 'number', 'integer'),
    minimum: constraint('bound', 'number', 'integer'),
    maximum: constraint('bound', 'number', 'integer'),
    exclusiveMinimum: constraint('bound', 'number', 'integer'),
    exclusiveMaximum: constraint('bound', 'number', 'integer'),
    divisibleBy: constraint('bound', 'number', 'integer'),

    minLength: constraint('count', 'string'),
    maxLength: constraint('count', 'string'),
    pattern: constraint('string', 'string'),
    format: constraint('string', 'string'),
    contentEncoding: constraint('string', 'string'),
    contentMediaType: constraint('string', 'string'),
    contentSchema: constraint('schema', 'string'),

    items: constraint('schema or schemas', 'array'),
    prefixItems: constraint('schemas', 'array'),
    additionalItems: constraint('schema', 'array'),
    unevaluatedItems: constraint('schema', 'array'),
    contains: constraint('schema', 'array'),
    minContains: constraint('count', 'array'),
    maxContains: constraint('count', 'array'),
    minItems: constraint('count', 'array'),
    maxItems: constraint('count', 'array'),
    uniqueItems: constraint('boolean', 'array'),

    properties: constraint('map of schemas', 'object'),
    required: constraint('array', 'object'),
    additionalProperties: constraint('schema', 'object'),
    patternProperties: constraint('map of schemas', 'object'),
    propertyNames: constraint('schema', 'object'),
    unevaluatedProperties: constraint('schema', 'object'),
    minProperties: constraint('count', 'object'),
    maxProperties: constraint('count', 'object'),
    dependentRequired: constraint('map of lists', 'object'),
    dependentSchemas: constraint('map of schemas', 'object'),
    dependencies: constraint('map of schemas or lists', 'object'),

    anyOf: constraint('schemas'),
    oneOf: constraint('schemas'),
    allOf: constraint('schemas'),
    not: constraint('schema'),
    if: constraint('schema'),
    then: constraint('schema'),
    else: constraint('schema'),
    extends: constraint('schema or schemas'),
    disallow: constraint('any'),
    // OpenAPI 3.0, which is so common beside JSON Schema that it counts as a dialect of it.
    nullable: constraint('boolean'),

    $ref: constraint('string'),
    $dynamicRef: constraint('string'),
    $recursiveRef: constraint('string'),

    // `$def` is no draft's: DeepSeek's guide spells `$defs` so, and schemas written after it do too.
    $defs: structure('map of schemas'),
    $def: structure('map of schemas'),
    definitions: structure('map of schemas'),
    $anchor: structure('string'),
    $dynamicAnchor: structure('string'),
    $recursiveAnchor: structure('boolean'),
    $vocabulary: structure('object'),
    $schema: annotation('string'),
    $id: annotation('string'),
    $comment: annotation('string'),

    title: annotation('string'),
    description: annotation('string'),
    default: annotation('any'),
    examples: annotation('array'),
    readOnly: annotation('boolean'),
    writeOnly: annotation('boolean'),
    deprecated: annotation('boolean'),
  } satisfies Record<string, Keyword>),
)

/** The members of a schema that hold definitions, for `$ref` to point at. */
export const definitionKeywords = ['$defs', '$def', 'definitions'] as const
