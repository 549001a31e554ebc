import { isPropertyOfEngine } from '../syntax/index.ts'

/** Names that ECMAScript knows and Rust does not, `Name=` left out. */
const unknown = new Set([
  'CWKCF',
  'Changes_When_NFKC_Casefolded',
  'Surrogate',
  'Unknown',
  'Zzzz',
  'Hrkt',
  'Katakana_Or_Hiragana',
  // Scripts of Unicode 17 and 18.
  'Berf',
  'Beria_Erfe',
  'Sidetic',
  'Sidt',
  'Tai_Yo',
  'Tayo',
  'Tolong_Siki',
  'Tols',
  'Jurc',
  'Jurchen',
  'Pcun',
  'Proto_Cuneiform',
  'Seal',
])

/** Whether Rust lacks a property: `name` is what stands in `\p{…}`. */
export function unknownProperty(name: string): boolean {
  if (name === 'gc=Cs' || name === 'General_Category=Cs') return true
  if (unknown.has(name.slice(name.indexOf('=') + 1))) return true
  // Rust takes the names of scripts alone, and is not particular about case, spaces and signs.
  const [, key = '', value = ''] = /^\^?(?:(\w*)(?:!=|[:=]))?(.*)$/s.exec(name) ?? []
  const words = value
    .replace(/^is/i, '')
    .split(/[\s_-]+/)
    .map(word => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
  return (
    ![name, value, words.join('_'), `Script=${value}`, `Script=${words.join('_')}`].some(
      isPropertyOfEngine,
    ) && !isOwn.test(key)
  )
}

/** Properties of Rust's own. */
const isOwn = /^(?:age|gcb|wb|sb|grapheme|word|sentence)/i
