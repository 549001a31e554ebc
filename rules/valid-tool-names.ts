import { defineRule, show } from '../src/rule.ts'

interface Options {
  /** The characters a name may consist of, as a regular expression's class. */
  characters: string
  /** In characters. */
  maxLength: number
}

export default defineRule<Options>({
  meta: {
    description:
      'Require that the name of a tool is made of the characters and of the length that the provider takes.',
    why: 'One bad name refuses the whole request, with all its tools.',
    how: 'Replace dots, colons, slashes and spaces by `_` or `-`, and map the name back when the call comes.',
    options: {
      characters: { type: 'string', minLength: 1, format: 'character-class' },
      maxLength: { type: 'integer', minimum: 1 },
    },
  },

  tool({ envelope, name, definition, definitionPointer, pointer }, { characters, maxLength }) {
    if (envelope === 'schema') return undefined
    if (name && name.length <= maxLength && !outside(characters).test(name)) return undefined
    const base = definitionPointer.slice(pointer.length)
    const at = `${base}/name`
    if (name === undefined) {
      return Object.hasOwn(definition, 'name')
        ? {
            messageId: 'no-string',
            message: `The \`name\` must be a string, not ${show(definition.name)}.`,
            at,
          }
        : { messageId: 'missing', message: 'The tool has no `name`.', at: base }
    }
    if (name === '') return { messageId: 'characters', message: 'The `name` is empty.', at }
    const wrong = name.match(outside(characters))?.[0]
    if (wrong !== undefined) {
      return {
        messageId: 'characters',
        message: `The name ${show(name)} holds ${show(wrong)}: only ${characters.replace(/\w-\w/g, ' $& ').replace(/\s+/g, ' ').trim()} are allowed.`,
        at,
      }
    }
    return {
      messageId: 'length',
      message: `The name has ${name.length} characters: ${maxLength} are allowed.`,
      at,
    }
  },
})

const classes = new Map<string, RegExp>()

/** Finds a character that is none of these. */
function outside(characters: string): RegExp {
  const known = classes.get(characters) ?? new RegExp(`[^${characters}]`, 'u')
  classes.set(characters, known)
  return known
}
