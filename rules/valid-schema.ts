import {
  defineRule,
  escapeToken,
  isObject,
  isSchema,
  list,
  type Problem,
  show,
  vocabulary,
} from '../src/rule.ts'

export default defineRule({
  claim: 1,
  meta: {
    description: 'Require that the value of every keyword has the form that JSON Schema asks for.',
    why: 'The server holds each schema against the meta-schema before anything else, in strict mode or not.',
    how: 'Give the keyword a value of the form it takes.',
  },

  schema({ schema }) {
    if (typeof schema === 'boolean') return undefined
    let problems: Problem[] | undefined
    for (const keyword in schema) {
      const shape = vocabulary.get(keyword)?.shape
      if (shape === undefined) continue
      const value = schema[keyword]
      // The forms that nearly every keyword has, without further ado.
      if (typeof value === 'string' ? shape === 'string' : isBlank(shape, value)) continue
      for (const problem of judge(keyword, shape, value)) {
        problems ??= []
        problems.push(problem)
      }
    }
    return problems
  },

  root({ tooDeep, pointer }) {
    if (tooDeep === undefined) return undefined
    return {
      messageId: 'too-deep',
      message: 'The schema is nested more than 1,000 levels deep; what is below this place is not judged.',
      at: tooDeep.slice(pointer.length),
    }
  },
})

/** Whether the shape asks no more of an object or an array than to be one. */
function isBlank(shape: string, value: unknown): boolean {
  return shape === 'schema' && typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What the value must be, by shape; `null` where it must be a schema or hold some. */
const plain: Partial<Record<string, { wanted: string; test: (value: unknown) => boolean }>> = {
  string: { wanted: 'a string', test: value => typeof value === 'string' },
  boolean: { wanted: '`true` or `false`', test: value => typeof value === 'boolean' },
  array: { wanted: 'an array', test: Array.isArray },
  object: { wanted: 'an object', test: isObject },
  count: {
    wanted: 'a whole number that is not negative',
    test: value => Number.isInteger(value) && (value as number) >= 0,
  },
  schema: { wanted: 'a schema', test: isSchema },
  schemas: { wanted: 'an array of schemas', test: Array.isArray },
  'schema or schemas': { wanted: 'a schema', test: value => isSchema(value) || Array.isArray(value) },
  'map of schemas': { wanted: 'an object that maps names to schemas', test: isObject },
  'map of lists': { wanted: 'an object that maps names to lists of names', test: isObject },
  'map of schemas or lists': {
    wanted: 'an object that maps names to schemas or lists of names',
    test: isObject,
  },
}

function* judge(keyword: string, shape: string, value: unknown): Generator<Problem> {
  const form = plain[shape]
  if (!form) return
  if (!form.test(value)) {
    yield {
      messageId: keyword === 'required' ? 'required' : 'form',
      message: `\`${keyword}\` must be ${form.wanted}, not ${show(value)}${hint(keyword, value)}.`,
      at: `/${keyword}`,
      data: { value: JSON.stringify(value)?.slice(0, 200) ?? '', type: shape },
    }
    return
  }
  if (Array.isArray(value) ? shape.includes('schemas') : shape.startsWith('map')) {
    yield* judgeMembers(keyword, shape, value as object)
  }
}

/** Draft 3 had `required: true` on the property itself. */
function hint(keyword: string, value: unknown): string {
  if (keyword !== 'required' || typeof value !== 'boolean') return ''
  return value ? ': list the property in the `required` of the object around it' : ': leave it out'
}

function* judgeMembers(keyword: string, shape: string, members: object): Generator<Problem> {
  for (const [key, member] of Object.entries(members)) {
    if (shape === 'map of lists' ? Array.isArray(member) : isSchema(member)) continue
    if (shape === 'map of schemas or lists' && Array.isArray(member)) continue
    const wanted = shape === 'map of lists' ? 'a list of names' : 'a schema (an object)'
    yield {
      messageId: 'form',
      message: `${list([key])} in \`${keyword}\` must be ${wanted}, not ${show(member)}.`,
      at: `/${keyword}/${escapeToken(key)}`,
    }
  }
}
