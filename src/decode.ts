import { lineIndex } from './lines.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

export interface Coding {
  encoding: Encoding | 'utf-32'
  /** Whether it begins with a byte order mark. */
  bom: boolean
}

export interface Decoded {
  /** Without the byte order mark, and without any half of a UTF-16 pair: `text.isWellFormed()`. */
  text: string
  encoding: Encoding
  bom: boolean
}

export interface Undecodable {
  /** What the bytes are instead of text, and what to do. */
  error: string
  /** The first byte that is wrong, counted from 0. */
  offset: number
  /** The same place in the text before it, 1-based. */
  line: number
  column: number
}

/**
 * Reads the bytes of a file as text: UTF-8, or UTF-16 that begins with a byte order mark. The mark is no part of the
 * text, so that columns are those of an editor. Anything else is refused, not guessed. For a later part of a file, which
 * has no mark of its own, say how the file is coded.
 */
export function decode(bytes: Uint8Array, coding = encodingOf(bytes)): Decoded | Undecodable {
  const { encoding, bom } = coding
  if (encoding === 'utf-32') return refuse('The text is UTF-32: save it as UTF-8.')
  if (encoding === 'utf-8') {
    const nul = bytes.indexOf(0)
    if (nul !== -1)
      return refuse(`Byte ${nul} is NUL: the file is binary, or UTF-16 without a byte order mark.`, nul)
  }
  if (encoding === 'utf-8' && node?.isAscii(bytes)) return { text: asciiText(bytes), encoding, bom }
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding, bom }
  } catch {
    return encoding === 'utf-8'
      ? refuseUtf8(bytes)
      : refuse('The text is not valid UTF-16: save it as UTF-8.')
  }
}

/** What Node knows about bytes, where this runs in Node. */
const node = globalThis.process?.getBuiltinModule?.('node:buffer')

/** Takes the bytes for characters without a look at each of them, several times as fast as a decoder. */
function asciiText({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return node!.Buffer.from(buffer, byteOffset, byteLength).toString('latin1')
}

/** What the first bytes say. Without a byte order mark it is UTF-8. */
export function encodingOf(bytes: Uint8Array): Coding {
  const [a, b, c, d] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', bom: true }
  if (a === 0xff && b === 0xfe) return { encoding: c === 0 && d === 0 ? 'utf-32' : 'utf-16le', bom: true }
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', bom: true }
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { encoding: 'utf-32', bom: true }
  return { encoding: 'utf-8', bom: false }
}

function refuse(error: string, offset = 0, textBefore = ''): Undecodable {
  return { error, offset, ...lineIndex(textBefore).position(textBefore.length) }
}

/** A lenient decoder writes U+FFFD for what it cannot read: the first one that the bytes do not hold is the place. */
function refuseUtf8(bytes: Uint8Array): Undecodable {
  const text = new TextDecoder().decode(bytes)
  const bomLength = encodingOf(bytes).bom ? 3 : 0
  const encoder = new TextEncoder()
  let offset = bomLength
  let from = 0
  for (;;) {
    const at = text.indexOf('\ufffd', from)
    offset += encoder.encode(text.slice(from, at)).length
    const written = bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd
    if (!written) {
      const hex = bytes[offset]!.toString(16).toUpperCase()
      return refuse(
        `Byte ${offset} (0x${hex}) is not valid UTF-8: save the file as UTF-8.`,
        offset,
        text.slice(0, at),
      )
    }
    offset += 3
    from = at + 1
  }
}

/** @throws UnreadableText for bytes that are no text */
export function textOf(bytes: Uint8Array): string {
  const decoded = decode(bytes)
  if ('error' in decoded) throw new UnreadableText(decoded.error)
  return decoded.text
}

/** Thrown for bytes that are no text. */
export class UnreadableText extends Error {}
