import fc from 'fast-check'
import type { Dice, Json } from './edit-arbitraries.ts'

/* A JSON value in any of the ways in which people write one in JavaScript or TypeScript. */

export interface JavaScriptStyle {
  eol: string
  unit: string
  quote: "'" | '"'
  bareKeys: boolean
  trailingCommas: boolean
  comments: boolean
  /** Whether values are wrapped, computed, joined, or stand in constants. */
  wild: boolean
  typescript: boolean
}

export const javaScriptStyle: fc.Arbitrary<JavaScriptStyle> = fc.record({
  eol: fc.constantFrom('\n', '\r\n'),
  unit: fc.constantFrom('  ', '    ', '\t'),
  quote: fc.constantFrom("'" as const, '"' as const),
  bareKeys: fc.boolean(),
  trailingCommas: fc.boolean(),
  comments: fc.boolean(),
  wild: fc.boolean(),
  typescript: fc.boolean(),
})

/** A program that defines `value` as a constant named `tools`, behind and before other code. */
export function printJavaScript(value: Json, style: JavaScriptStyle, { roll }: Dice): string {
  const { eol, unit, quote, wild, typescript } = style
  const constants: string[] = []
  const named = new Map<string, string>()
  let count = 0
  const isWild = (sides: number) => wild && roll(sides) === 0

  function comment(lead: string): string {
    if (!style.comments || roll(4) > 0) return ''
    count++
    return lead + (roll(2) === 0 ? `// ${count}.${eol}` : `/* ${count}. */`)
  }

  function quoted(text: string, mark: string): string {
    return mark + escaped(text, mark) + mark
  }

  function escaped(text: string, mark: string): string {
    return [...text]
      .map(character => {
        if (character === mark || character === '\\') return `\\${character}`
        if (character === '\n') return mark === '`' && eol === '\n' && roll(2) === 0 ? '\n' : '\\n'
        if (character === '$') return '\\$'
        const code = character.codePointAt(0)!
        if (code < 32 || /[\u2028\u2029\u0085]|\p{Cs}/u.test(character))
          return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
        if (!isWild(8)) return character
        if (code < 256) return `\\x${code.toString(16).padStart(2, '0')}`
        return `\\u{${code.toString(16)}}`
      })
      .join('')
  }

  function string(text: string): string {
    if (isWild(5) && text.length > 1) {
      const at = 1 + roll(text.length - 1)
      const isSplit = /[\ud800-\udbff]/.test(text[at - 1]!)
      if (!isSplit) return `${quoted(text.slice(0, at), quote)} +${eol}  ${quoted(text.slice(at), '"')}`
    }
    return quoted(text, isWild(5) ? '`' : quote)
  }

  function number(value: number): string {
    if (!wild || !Number.isInteger(value) || Math.abs(value) > 1e9) return String(value)
    const sign = value < 0 ? '- ' : ''
    const size = Math.abs(value)
    return [
      String(value),
      `${sign}0x${size.toString(16)}`,
      `${sign}0b${size.toString(2)}`,
      `${sign}0o${size.toString(8)}`,
      sign + String(size).replace(/\B(?=(\d{3})+$)/g, '_'),
      `${value}.0`,
      `${value}e0`,
    ][roll(7)]!
  }

  function key(name: string): string {
    if (name === '__proto__') return "['__proto__']"
    if (isWild(8)) return `[${string(name)}]`
    if (wild && /^(0|[1-9]\d*)$/.test(name)) return name
    return style.bareKeys && /^[A-Za-z_]\w*$/.test(name) ? name : quoted(name, quote)
  }

  function wrapped(text: string, isObject: boolean): string {
    const ways = [`(${text})`, `( /* so */ ${text} )`]
    if (isObject) ways.push(`Object.freeze(${text})`)
    if (typescript) ways.push(`${text} as const`, `${text} satisfies unknown`, `(${text})!`, `<const>${text}`)
    return ways[roll(ways.length)]!
  }

  function print(inner: Json, indent: string): string {
    const known = named.get(JSON.stringify(inner))
    if (known && isWild(2)) return known
    const isObject = typeof inner === 'object' && inner !== null
    const isPlain = !isObject && !(typeof inner === 'string')
    const text = isObject
      ? container(inner, indent)
      : typeof inner === 'string'
        ? string(inner)
        : typeof inner === 'number'
          ? number(inner)
          : isWild(4) && typeof inner === 'boolean'
            ? inner
              ? '!0'
              : '!1'
            : String(inner)
    if (isWild(9)) {
      constants.push(text)
      const name = `constant${constants.length}`
      named.set(JSON.stringify(inner), name)
      return name
    }
    if (isWild(12) && isObject && !JSON.stringify(inner).includes('__proto__'))
      return `JSON.parse(${quoted(JSON.stringify(inner), quote)})`
    return isWild(6) ? wrapped(isPlain || !isObject ? `(${text})` : text, isObject) : text
  }

  function container(inner: Json[] | { [key: string]: Json }, indent: string): string {
    const isArray = Array.isArray(inner)
    const [open, close] = isArray ? '[]' : '{}'
    const keys = Object.keys(inner)
    const isShort = JSON.stringify(inner).length < 40 && roll(2) === 0
    const deeper = indent + unit
    const parts = keys.map(name => {
      const item = (inner as Record<string, Json>)[name]!
      if (isWild(10)) {
        const rest = isArray ? `[${print(item, deeper)}]` : `{ ${key(name)}: ${print(item, deeper)} }`
        return `...${rest}`
      }
      const text = print(item, isShort ? indent : deeper)
      return isArray ? text : `${key(name)}: ${text}`
    })
    if (!isArray && isWild(6))
      parts.splice(
        roll(parts.length + 1),
        0,
        [`run${++count}() { return [1] }`, `u${++count}: undefined`, `async f${++count}({ a }) {}`][roll(3)]!,
      )
    if (parts.length === 0) return open! + close!
    if (isShort) return `${open} ${parts.join(', ')}${style.trailingCommas && isArray ? ',' : ''} ${close}`
    const lines = parts.map((part, index) => {
      const comma = index < parts.length - 1 || style.trailingCommas ? ',' : ''
      const above = comment(deeper)
      const lineEnd = above && !above.endsWith(eol) ? eol : ''
      const behind = comment(' ')
      return `${above}${lineEnd}${deeper}${part}${comma}${behind}${behind.endsWith(eol) ? '' : eol}`
    })
    return `${open}${eol}${lines.join('')}${indent}${close}`
  }

  const tools = print(value, '')
  const definitions = constants.map((text, index) => `const constant${index + 1} = ${text}`)
  const behind = roll(2) === 0 ? definitions.splice(0) : []
  return [
    "import OpenAI from 'openai'",
    ...definitions,
    typescript ? `export const tools: Tools = [${tools}, 0]` : `export const tools = [${tools}, 0];`,
    ...behind,
    `console.log(\`about \${tools.length} tools\`) // the 'end`,
    '',
  ].join(eol)
}
