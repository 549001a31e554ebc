import type * as AST from '../syntax/tree.ts'

/** What one step of a match consumes: a character, a class or a set. */
export type Consumer = AST.Character | AST.CharacterClass | AST.CharacterSet

/** The characters that a pattern tells apart. A letter stands for all that are in the same sets. */
export interface Alphabet {
  /** One character for each letter, the most legible. */
  letters: string[]
  /** Whether a consumer takes a letter: `takes[consumer * letters.length + letter]` is 1. */
  takes: Uint8Array
}

/** Undefined when there are too many characters to tell apart. */
export function alphabetOf(consumers: readonly Consumer[], unicode: boolean): Alphabet | undefined {
  const points = new Set(legible)
  for (const consumer of consumers) addEdges(consumer, points)
  if (points.size * sizeOf(consumers) > mostTests) return undefined
  const tests = consumers.map(consumer => testOf(consumer, unicode))
  const letters = new Map<string, number>()
  for (const point of points) {
    let signature = ''
    for (const test of tests) signature += test(point) ? '1' : '0'
    if (!letters.has(signature)) letters.set(signature, point)
  }
  if (letters.size > mostLetters) return undefined
  const takes = new Uint8Array(consumers.length * letters.size)
  let letter = 0
  for (const signature of letters.keys()) {
    for (let i = 0; i < consumers.length; i++) if (signature[i] === '1') takes[i * letters.size + letter] = 1
    letter++
  }
  return { letters: [...letters.values()].map(point => String.fromCodePoint(point)), takes }
}

const mostTests = 500_000
const mostLetters = 200

/** How many characters, ranges and sets there are. */
function sizeOf(consumers: readonly Consumer[]): number {
  return consumers.reduce(
    (size, node) => size + (node.type === 'CharacterClass' ? node.elements.length : 1),
    0,
  )
}

const pointsOf = (text: string) => [...text].map(c => c.codePointAt(0)!)
const legible = pointsOf('a0A!-_ bzx')
/** The characters around which `\d`, `\w`, `\s` and `.` change. */
const edges = {
  digit: pointsOf('09/:'),
  word: pointsOf('09/:AZ@[az`{_'),
  space: pointsOf(' \t\r\x0e\x1f!\xa0é\u2028\u3000\ufeff'),
  any: pointsOf('\n\r\u2028\0'),
  property: pointsOf(
    '!-.,/@#$%+=?^|~<>()\t\x01\x85é²ÀßǅʰαЖאعकกあア中한Ⅷ٣\u0301\u200b\u200d\u2028\u2003\u00ad€←😀👍\u{10ffff}',
  ),
}

/** Adds the characters at which a consumer begins or ceases to match. */
function addEdges(consumer: Consumer | AST.ClassElement, points: Set<number>): undefined {
  switch (consumer.type) {
    case 'Character':
      points.add(consumer.value)
      return undefined
    case 'CharacterClassRange':
      for (const point of [consumer.min.value, consumer.max.value]) {
        for (const near of [point, point - 1, point + 1]) if (near >= 0 && near <= 0x10ffff) points.add(near)
      }
      return undefined
    case 'CharacterClass':
      for (const element of consumer.elements) addEdges(element, points)
      return undefined
    case 'CharacterSet':
      for (const point of edges[consumer.kind]) points.add(point)
  }
}

type Test = (point: number) => boolean

const isDigit: Test = point => point >= 0x30 && point <= 0x39
const isWord: Test = point =>
  isDigit(point) || (point >= 0x61 && point <= 0x7a) || (point >= 0x41 && point <= 0x5a) || point === 0x5f

function testOf(consumer: Consumer | AST.ClassElement, unicode: boolean): Test {
  switch (consumer.type) {
    case 'Character':
      return point => point === consumer.value
    case 'CharacterClassRange':
      return point => point >= consumer.min.value && point <= consumer.max.value
    case 'CharacterClass': {
      const tests = consumer.elements.map(element => testOf(element, unicode))
      return point => tests.some(test => test(point)) !== consumer.negate
    }
    case 'CharacterSet':
      return setTest(consumer, unicode)
  }
}

function setTest(set: AST.CharacterSet, unicode: boolean): Test {
  if (set.kind === 'digit') return point => isDigit(point) !== set.negate
  if (set.kind === 'word') return point => isWord(point) !== set.negate
  if (set.kind === 'any') return point => point !== 10 && point !== 13 && point !== 0x2028 && point !== 0x2029
  const expression = new RegExp(`^${set.raw}`, unicode ? 'u' : '')
  return point => expression.test(String.fromCodePoint(point))
}
