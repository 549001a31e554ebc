import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { writeFileAtomically } from '../src/write-file.ts'
import { temporaryFolder } from './helpers/command.ts'

describe('writing a file', () => {
  test('makes a new one', async () => {
    const file = path.join(temporaryFolder(), 'new.json')
    await writeFileAtomically(file, 'new')
    expect(readFileSync(file, 'utf8')).toBe('new')
  })

  test('replaces an old one, which keeps its rights', async () => {
    const folder = temporaryFolder()
    const file = path.join(folder, 'tools.json')
    writeFileSync(file, 'old')
    chmodSync(file, 0o640)
    const { ino } = statSync(file)
    await writeFileAtomically(file, Buffer.from('new'))
    expect(readFileSync(file, 'utf8')).toBe('new')
    expect(statSync(file).mode & 0o777).toBe(0o640)
    expect(statSync(file).ino).not.toBe(ino)
    expect(readdirSync(folder)).toEqual(['tools.json'])
  })

  test('follows links, and leaves them what they are', async () => {
    const folder = temporaryFolder()
    mkdirSync(path.join(folder, 'real'))
    writeFileSync(path.join(folder, 'real/tools.json'), 'old')
    symlinkSync('real/tools.json', path.join(folder, 'near.json'))
    symlinkSync('near.json', path.join(folder, 'far.json'))
    await writeFileAtomically(path.join(folder, 'far.json'), 'new')
    expect(readFileSync(path.join(folder, 'real/tools.json'), 'utf8')).toBe('new')
    expect(readlinkSync(path.join(folder, 'far.json'))).toBe('near.json')
    expect(lstatSync(path.join(folder, 'near.json')).isSymbolicLink()).toBe(true)
    expect(readdirSync(path.join(folder, 'real'))).toEqual(['tools.json'])
  })

  test('makes the file that a link leads to', async () => {
    const folder = temporaryFolder()
    symlinkSync('report.txt', path.join(folder, 'latest.txt'))
    await writeFileAtomically(path.join(folder, 'latest.txt'), 'new')
    expect(readlinkSync(path.join(folder, 'latest.txt'))).toBe('report.txt')
    expect(readFileSync(path.join(folder, 'report.txt'), 'utf8')).toBe('new')
  })

  test('does not replace what is no regular file', async () => {
    await writeFileAtomically('/dev/null', 'new')
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  })

  test('that is a folder fails, and leaves nothing behind', async () => {
    const folder = temporaryFolder()
    mkdirSync(path.join(folder, 'tools.json'))
    await expect(writeFileAtomically(path.join(folder, 'tools.json'), 'new')).rejects.toThrow('EISDIR')
    expect(readdirSync(folder)).toEqual(['tools.json'])
  })

  test('in a folder that is not there fails', async () => {
    const folder = temporaryFolder()
    await expect(writeFileAtomically(path.join(folder, 'no/tools.json'), 'new')).rejects.toThrow('ENOENT')
    expect(existsSync(path.join(folder, 'no'))).toBe(false)
  })

  test.skipIf(process.getuid?.() === 0)(
    'that may only be read fails, though its folder would let it be replaced (skipped for root, who may write all)',
    async () => {
      const file = path.join(temporaryFolder(), 'tools.json')
      writeFileSync(file, 'old')
      chmodSync(file, 0o444)
      await expect(writeFileAtomically(file, 'new')).rejects.toThrow('EACCES')
      expect(readFileSync(file, 'utf8')).toBe('old')
    },
  )

  test('that cannot be written leaves the old content, and no draft', async () => {
    const folder = temporaryFolder()
    const file = path.join(folder, 'tools.json')
    writeFileSync(file, 'old')
    const notBytes = { length: 3 } as unknown as Uint8Array
    await expect(writeFileAtomically(file, notBytes)).rejects.toThrow()
    expect(readFileSync(file, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['tools.json'])
  })
})
