import type * as AST from '../patterns/syntax/tree.ts'

/** The characters that may stand at one place of a pattern. */
export interface Charset {
  has(codePoint: number): boolean
  /** Which ASCII characters it holds, by code. */
  ascii: Uint8Array
  /** Whether it may hold others. */
  beyondAscii: boolean
}

export type CharsetNode = AST.Character | AST.CharacterSet | AST.CharacterClass

/** What a class holds is asked of the engine itself, one character at a time: that is always right, and never slow. */
export function charsetOf(node: CharsetNode, flags: string): Charset {
  if (node.type === 'Character') return only(node.value)
  const expression = new RegExp(`^${node.raw}$`, flags)
  const holds = (codePoint: number) => expression.test(String.fromCodePoint(codePoint))
  const ascii = Uint8Array.from({ length: 128 }, (_, code) => Number(holds(code)))
  const beyondAscii = mayLeaveAscii(node)
  const has = (codePoint: number) =>
    codePoint < 128 ? ascii[codePoint] === 1 : beyondAscii && holds(codePoint)
  return { has, ascii, beyondAscii }
}

function only(value: number): Charset {
  const ascii = new Uint8Array(128)
  if (value < 128) ascii[value] = 1
  return { has: codePoint => codePoint === value, ascii, beyondAscii: value >= 128 }
}

function mayLeaveAscii(node: AST.ClassElement | CharsetNode): boolean {
  if (node.type === 'Character') return node.value >= 128
  if (node.type === 'CharacterClassRange') return node.max.value >= 128
  if (node.type === 'CharacterClass') {
    return node.negate || node.elements.some(mayLeaveAscii)
  }
  return (node.kind !== 'digit' && node.kind !== 'word') || node.negate
}

/** Whether two sets share a character. Of sets that both go beyond ASCII that is assumed. */
export function overlap(a: Charset, b: Charset): boolean {
  return (a.beyondAscii && b.beyondAscii) || a.ascii.some((holds, code) => holds === 1 && b.ascii[code] === 1)
}
