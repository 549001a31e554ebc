import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode } from '../src/decode.ts'

const TEXT = '{ "city": "Zürich 😀" }\r\n'

describe('decode', () => {
  test('reads UTF-8, with and without a byte order mark', () => {
    expect(decode(Buffer.from(TEXT))).toEqual({ text: TEXT, encoding: 'utf-8', bom: false })
    expect(decode(Buffer.from(`\ufeff${TEXT}`))).toEqual({ text: TEXT, encoding: 'utf-8', bom: true })
  })

  test('reads UTF-16 in both byte orders', () => {
    const littleEndian = Buffer.from(`\ufeff${TEXT}`, 'utf16le')
    expect(decode(littleEndian)).toEqual({ text: TEXT, encoding: 'utf-16le', bom: true })
    expect(decode(Buffer.from(littleEndian).swap16())).toEqual({
      text: TEXT,
      encoding: 'utf-16be',
      bom: true,
    })
  })

  test('reads nothing as an empty text', () => {
    expect(decode(new Uint8Array())).toEqual({ text: '', encoding: 'utf-8', bom: false })
  })

  test.each([
    ['UTF-32', [0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0], 'The text is UTF-32: save it as UTF-8.'],
    ['UTF-32, big end first', [0, 0, 0xfe, 0xff, 0, 0, 0, 0x7b], 'The text is UTF-32: save it as UTF-8.'],
    ['half a UTF-16 pair', [0xff, 0xfe, 0x00, 0xd8], 'The text is not valid UTF-16: save it as UTF-8.'],
  ])('refuses %s', (_, bytes, error) => {
    expect(decode(Uint8Array.from(bytes))).toEqual({ error, offset: 0, line: 1, column: 1 })
  })

  test('refuses binary files and UTF-16 without a byte order mark', () => {
    const error = 'Byte 1 is NUL: the file is binary, or UTF-16 without a byte order mark.'
    expect(decode(Buffer.from('{}', 'utf16le'))).toMatchObject({ error, offset: 1 })
  })

  test('says which byte is not UTF-8, and where it stands', () => {
    const latin1 = Buffer.from('{\n  "city": "Zürich"\n}', 'latin1')
    const error = 'Byte 14 (0xFC) is not valid UTF-8: save the file as UTF-8.'
    expect(decode(latin1)).toEqual({ error, offset: 14, line: 2, column: 13 })
  })

  test('is not misled by replacement characters that the file holds', () => {
    const bytes = Buffer.concat([Buffer.from('\ufeff\ufffd\ufffd é'), Buffer.from([0xc3])])
    expect(decode(bytes)).toMatchObject({ offset: 12, line: 1, column: 5 })
  })

  test('finds the first byte of what was broken anywhere', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        const clean = before.replaceAll('\0', '').replace(/^\ufeff+/, '')
        const head = Buffer.from(clean)
        const bytes = Buffer.concat([head, Buffer.from([0xff]), Buffer.from(after.replaceAll('\0', ''))])
        expect(decode(bytes, { encoding: 'utf-8', bom: false })).toMatchObject({ offset: head.length })
      }),
    )
  })
})
