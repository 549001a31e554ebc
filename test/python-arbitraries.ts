import fc from 'fast-check'

/** How a writer of Python makes up their mind: the next number below `limit`. */
export type Choose = (limit: number) => number

/** A JSON value in one of the many ways to write it in Python; `writeKey` writes the keys. */
export function toPython(value: unknown, choose: Choose, writeKey = writeText): string {
  const write = (inner: unknown): string => {
    const plain = writePlain(inner)
    return choose(8) === 0 ? `(${space(choose)}${plain}${space(choose)})` : plain
  }
  const writePlain = (inner: unknown): string => {
    if (inner === null) return 'None'
    if (typeof inner === 'boolean') return inner ? 'True' : 'False'
    if (typeof inner === 'number') return writeNumber(inner, choose)
    if (typeof inner === 'string') return writeText(inner, choose)
    if (Array.isArray(inner)) return writeList(inner)
    return writeDict(inner as Record<string, unknown>)
  }
  const items = (texts: readonly string[]): string => {
    const last = texts.length > 0 && choose(3) === 0 ? ',' : ''
    return `${space(choose)}${texts.join(`${space(choose)},${space(choose)}`)}${last}${space(choose)}`
  }
  const writeList = (list: readonly unknown[]): string => {
    const parts = list.map(write)
    switch (choose(5)) {
      case 0:
        return parts.length === 1 ? `(${parts[0]},)` : `(${items(parts)})`
      case 1:
        return `[${items([`*[${items(parts)}]`])}]`
      case 2: {
        const half = Math.floor(parts.length / 2)
        return `[${items(parts.slice(0, half))}] + [${items(parts.slice(half))}]`
      }
      default:
        return `[${items(parts)}]`
    }
  }
  const writeDict = (dict: Record<string, unknown>): string => {
    const members = Object.entries(dict)
    const isNamed = members.every(([key]) => /^[a-z]\w*$/i.test(key) && !KEYWORDS.has(key))
    if (isNamed && choose(4) === 0) {
      return `dict(${items(members.map(([key, inner]) => `${key}=${write(inner)}`))})`
    }
    const pairs = members.map(([key, inner]) => `${writeKey(key, choose)}${space(choose)}: ${write(inner)}`)
    if (choose(6) === 0) return `{**{${items(pairs)}}}`
    return `{${items(pairs)}}`
  }
  return write(value)
}

const KEYWORDS = new Set(
  'and as assert async await break case class continue def del elif else except exec False finally for from global if import in is lambda match None nonlocal not or pass print raise return True try type while with yield self'.split(
    ' ',
  ),
)

function space(choose: Choose): string {
  return ['', '', '', ' ', '\n', ' # a "comment" [\n'][choose(6)]!
}

function writeNumber(number: number, choose: Choose): string {
  const isNegative = number < 0 || Object.is(number, -0)
  const size = Math.abs(number)
  const sign = isNegative ? '-' : ''
  if (Number.isSafeInteger(size)) {
    switch (choose(6)) {
      case 0:
        return `${sign}0x${size.toString(16)}`
      case 1:
        return `${sign}0b${size.toString(2)}`
      case 2:
        return `${sign}0o${size.toString(8)}`
      case 3:
        return sign + String(size).replace(/\B(?=(\d{3})+$)/g, '_')
      case 4:
        return `${sign}${size}.0`
    }
  }
  return sign + String(size)
}

/** A string in one piece or several, plain or not. */
function writeText(text: string, choose: Choose): string {
  if (text.length > 1 && choose(4) === 0) {
    let half = Math.floor(text.length / 2)
    if (/[\ud800-\udbff]/.test(text[half - 1]!)) half++
    const parts = [writePiece(text.slice(0, half), choose), writePiece(text.slice(half), choose)]
    return `(${parts.join([' ', '\n', ' + '][choose(3)])})`
  }
  return writePiece(text, choose)
}

function writePiece(text: string, choose: Choose): string {
  const quote = ['"', "'", '"""', "'''"][choose(4)]!
  const isRaw = choose(3) === 0 && !/[\\'"\r\0]/.test(text) && (quote.length === 3 || !text.includes('\n'))
  if (isRaw) return `${['r', 'R', ''][choose(3)]}${quote}${text}${quote}`
  const isFormat = choose(5) === 0
  let body = ''
  for (const character of text) body += writeCharacter(character, quote, choose)
  if (isFormat) body = body.replaceAll('{', '{{').replaceAll('}', '}}')
  return `${isFormat ? 'f' : ['', 'u'][choose(2)]}${quote}${body}${quote}`
}

function writeCharacter(character: string, quote: string, choose: Choose): string {
  const code = character.codePointAt(0)!
  const hex = (digits: number) => code.toString(16).padStart(digits, '0')
  const must = character === '\\' || character === quote[0] || character === '\r' || character === '\0'
  if (!must && character !== '\n' && choose(6) > 0) return character
  if (character === '\n') return quote.length === 3 && choose(2) === 0 ? '\n' : '\\n'
  if (character === '\\' || character === quote[0]) return `\\${character}`
  const ways = [`\\U${hex(8)}`]
  if (code <= 0xffff) ways.push(`\\u${hex(4)}`)
  if (code <= 0xff) ways.push(`\\x${hex(2)}`, `\\${code.toString(8).padStart(3, '0')}`)
  return ways[choose(ways.length)]!
}

/** JSON with a Python text for it. */
export const pythonOfJson: fc.Arbitrary<{ value: unknown; python: string }> = fc
  .tuple(
    fc.oneof(
      fc.array(fc.jsonValue({ maxDepth: 4 }), { minLength: 1, maxLength: 4 }),
      fc.dictionary(
        fc.oneof(fc.string(), fc.constantFrom('name', 'type', '__proto__')),
        fc.jsonValue({ maxDepth: 4 }),
        {
          minKeys: 1,
          maxKeys: 4,
          noNullPrototype: true,
        },
      ),
    ),
    fc.infiniteStream(fc.nat(1_000_000)),
  )
  .map(([value, stream]) => {
    const choose: Choose = limit => (stream.next().value as number) % limit
    return { value, python: toPython(value, choose) }
  })
