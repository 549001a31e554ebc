import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { displayName, slashes } from '../src/file-names.ts'

describe('names on Windows', () => {
  const cwd = 'C:\\work\\app'

  test.each([
    ['tools.json', 'tools.json'],
    ['tools\\mail.json', 'tools/mail.json'],
    ['.\\tools/mail.json', 'tools/mail.json'],
    ['C:\\work\\app\\tools\\mail.json', 'tools/mail.json'],
    ['c:\\WORK\\app\\mail.json', 'mail.json'],
    ['..\\other\\mail.json', 'C:/work/other/mail.json'],
    ['..tools.json', '..tools.json'],
    ['..drafts\\mail.json', '..drafts/mail.json'],
    ['D:\\mail.json', 'D:/mail.json'],
    ['\\\\server\\share\\mail.json', '//server/share/mail.json'],
  ])('%s', (file, name) => {
    expect(displayName(file, cwd, path.win32)).toBe(name)
  })
})

describe('names elsewhere', () => {
  test.each([
    ['tools/mail.json', 'tools/mail.json'],
    ['/work/app/mail.json', 'mail.json'],
    ['../mail.json', '/work/mail.json'],
    ['..tools.json', '..tools.json'],
    ['odd\\name.json', 'odd\\name.json'],
  ])('%s', (file, name) => {
    expect(displayName(file, '/work/app', path.posix)).toBe(name)
  })
})

test('a name leads back to its file', () => {
  const segment = fc.stringMatching(/^[a-zA-Z0-9._ -]*[a-zA-Z0-9_-]$/)
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1 }), fc.array(segment), (file, cwd) => {
      for (const [paths, root] of [
        [path.win32, 'C:\\'],
        [path.posix, '/'],
      ] as const) {
        const folder = paths.join(root, ...cwd)
        const name = displayName(paths.join(root, ...file), folder, paths)
        expect(paths.resolve(folder, name)).toBe(paths.join(root, ...file))
        if (paths === path.win32) expect(name).not.toContain('\\')
      }
    }),
  )
})

test('patterns are written with /', () => {
  expect(slashes('tools\\**\\*.json', path.win32)).toBe('tools/**/*.json')
  expect(slashes('tools\\*.json', path.posix)).toBe('tools\\*.json')
})
