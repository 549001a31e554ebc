import {
  defineRule,
  escapeToken,
  hasForm,
  isObject,
  isSchema,
  type JsonObject,
  list,
  type Problem,
  type Shape,
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
  // What breaks the form is shown to all rules, but for the members of this one, which are no schemas.
  on: () => ({
    values: { dependentRequired: map => isObject(map) && !Object.values(map).every(Array.isArray) },
  }),

  schema({ schema }) {
    if (typeof schema === 'boolean') return undefined
    let problems: Problem[] | undefined
    for (const keyword in schema) {
      const form = forms.get(keyword)
      if (!form) continue
      const value = schema[keyword]
      if (!hasForm(form.shape, value)) {
        problems ??= []
        problems.push(malformed(keyword, form, value))
      } else if (form.members && (form.isMap || Array.isArray(value))) {
        for (const key in value as object) {
          const member = (value as JsonObject)[key]
          if (form.members.test(member)) continue
          problems ??= []
          problems.push(malformedMember(keyword, key, member, form.members))
        }
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

/** What a member must be, in words and as a test. */
interface Member {
  wanted: string
  test: (value: unknown) => boolean
}

interface Form {
  shape: Shape
  /** What the value must be. */
  wanted: string
  /** Of what it holds, as a list or a map. */
  members?: Member
  isMap?: boolean
}

const aSchema: Member = { wanted: 'a schema (an object)', test: isSchema }
const aList: Member = { wanted: 'a list of names', test: Array.isArray }
const schemaOrList: Member = {
  wanted: aSchema.wanted,
  test: value => isSchema(value) || Array.isArray(value),
}

const shapes: Partial<Record<Shape, Omit<Form, 'shape'>>> = {
  string: { wanted: 'a string' },
  boolean: { wanted: '`true` or `false`' },
  array: { wanted: 'an array' },
  object: { wanted: 'an object' },
  count: { wanted: 'a whole number that is not negative' },
  schema: { wanted: 'a schema' },
  schemas: { wanted: 'an array of schemas', members: aSchema },
  'schema or schemas': { wanted: 'a schema', members: aSchema },
  'map of schemas': { wanted: 'an object that maps names to schemas', members: aSchema, isMap: true },
  'map of lists': { wanted: 'an object that maps names to lists of names', members: aList, isMap: true },
  'map of schemas or lists': {
    wanted: 'an object that maps names to schemas or lists of names',
    members: schemaOrList,
    isMap: true,
  },
}

/** By keyword. Those that may have any value, or that other rules judge, are left out. */
const forms = new Map<string, Form>(
  [...vocabulary].flatMap(([keyword, { shape }]) => {
    const form = shapes[shape]
    return form ? [[keyword, { ...form, shape }] as const] : []
  }),
)

function malformed(keyword: string, { shape, wanted }: Form, value: unknown): Problem {
  return {
    messageId: keyword === 'required' ? 'required' : 'form',
    message: `\`${keyword}\` must be ${wanted}, not ${show(value)}${hint(keyword, value)}.`,
    at: `/${keyword}`,
    data: { value: JSON.stringify(value)?.slice(0, 200) ?? '', type: shape },
  }
}

function malformedMember(keyword: string, key: string, member: unknown, { wanted }: Member): Problem {
  return {
    messageId: 'form',
    message: `${list([key])} in \`${keyword}\` must be ${wanted}, not ${show(member)}.`,
    at: `/${keyword}/${escapeToken(key)}`,
  }
}

/** Draft 3 had `required: true` on the property itself. */
function hint(keyword: string, value: unknown): string {
  if (keyword !== 'required' || typeof value !== 'boolean') return ''
  return value ? ': list the property in the `required` of the object around it' : ': leave it out'
}
