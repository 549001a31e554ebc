import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { lintDocuments } from '../src/lint-file.ts'
import { loadJson } from '../src/loaders/index.ts'
import { rulesetOf } from '../src/registry.ts'
import { temporaryFolder } from './helpers/command.ts'
import { program, projectReport, render } from './helpers/reports.ts'

const chromium = program('chromium')

/** Opens a page, and gives what became of it. */
function open(html: string): Promise<string> {
  const folder = temporaryFolder()
  const file = path.join(folder, 'report.html')
  writeFileSync(file, html)
  const options = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking']
  const profile = `--user-data-dir=${path.join(folder, 'profile')}`
  const args = [...options, profile, '--virtual-time-budget=2000', '--dump-dom', pathToFileURL(file).href]
  return new Promise((resolve, reject) => {
    const child = spawn('chromium', args, { stdio: ['ignore', 'pipe', 'ignore'] })
    let dom = ''
    child.stdout.on('data', data => {
      dom += data
    })
    child.on('error', reject)
    child.on('close', () => resolve(dom))
  })
}

/** The page with a script of the test at its end, which the page itself would not allow. */
function withScript(html: string, script: string): string {
  return html
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    .replace('</body>', `<script>{ ${script} }</script></body>`)
}

describe.skipIf(!chromium.exists)(`the HTML page in a browser${chromium.needed}`, () => {
  test('marks the lines that have problems, and says which', async () => {
    const dom = await open(await render('html', await projectReport()))
    const marks = [...dom.matchAll(/<div class="row mark (\w+)">(.*?)<\/div><ul class="notes">(.*?)<\/ul>/gs)]
    const seen = marks.map(([, worst, line, notes]) => [
      worst,
      line!.replace(/<[^>]*>/g, '').trim(),
      [...notes!.matchAll(/data-rule="([^"]+)"/g)].map(([, rule]) => rule),
    ])
    expect(seen).toEqual([
      ['error', '"maxLength": 80', ['no-unsupported-keywords']],
      ['error', '"minLength": 1', ['no-unsupported-keywords']],
      ['error', '"unit": {', ['require-all-properties', 'require-type']],
      ['error', '"name": "book a table &amp; pay",', ['valid-tool-names']],
      ['error', '"parameters": {', ['require-closed-objects']],
      ['error', '"format": "date-time"', ['no-unsupported-formats']],
    ])
  })

  test('filters by severity, rule and words, without a request', async () => {
    const html = await render('html', await projectReport())
    const count = `[...document.querySelectorAll('.problem')].filter(problem => problem.checkVisibility()).length`
    const dom = await open(
      withScript(
        html,
        `const form = document.getElementById('filter')
        const numbers = [${count}]
        const set = change => { form.reset(); change(form.elements); form.dispatchEvent(new Event('input')); numbers.push(${count}) }
        set(fields => { fields.severity[0].checked = false })
        set(fields => { fields.rule.value = 'no-unsupported-keywords' })
        set(fields => { fields.text.value = 'date-time' })
        set(fields => { fields.text.value = 'SEND_MAIL' })
        document.title = 'shown ' + numbers.join(' ')`,
      ),
    )
    expect(dom).toContain('<title>shown 7 1 2 1 1</title>')
  })

  test('what is suppressed is shown when that is asked for, and marked as such', async () => {
    const report = await projectReport()
    for (const result of report.results) {
      const [first, ...rest] = result.diagnostics
      first!.suppression = { kind: 'directive', justification: 'the <server> takes it' }
      result.suppressed = [first!]
      result.diagnostics = rest
    }
    const html = await render('html', report)
    expect(html).toContain('suppressed by a comment: the &#60;server&#62; takes it')
    const dom = await open(
      withScript(
        html,
        `const form = document.getElementById('filter')
        const shown = () => [...document.querySelectorAll('.problem')].filter(problem => problem.checkVisibility()).length
          + '/' + document.querySelectorAll('.mark.suppressed').length
        const before = shown()
        form.elements.suppressed.checked = true
        form.dispatchEvent(new Event('input'))
        for (const details of document.querySelectorAll('details')) details.open = true
        document.title = 'shown ' + before + ' ' + shown()`,
      ),
    )
    expect(dom).toContain('<title>shown 5/0 7/2</title>')
  })

  test('what the tools say does nothing, and nothing is fetched', async () => {
    const requests: string[] = []
    const server = createServer((request, response) => {
      requests.push(request.url!)
      response.end()
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const attack = `"'></div></script></style><img src=${url}/image onerror="document.title='broken in'"><script src=${url}/script></script><link rel=stylesheet href=${url}/style><style>@import '${url}/import'</style>`
    const tool = {
      type: 'function',
      function: {
        name: attack,
        description: attack,
        parameters: { type: 'object', [attack]: 1, format: attack },
      },
    }
    const outcome = await lintDocuments(
      [loadJson(JSON.stringify([tool]))],
      { path: attack, named: true },
      rulesetOf(),
      attack,
      { listings: true },
    )
    if (outcome.kind !== 'linted') throw new Error('There are tools in it.')
    const html = await render('html', { results: [outcome.result], skipped: 0, cwd: '/' })
    const dom = await open(html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''))
    expect(dom).toContain('<title>strictcall: ')
    expect(dom).not.toContain('<img')
    expect(dom.match(/<script/g)).toHaveLength(1)
    expect(requests).toEqual([])
  })
})
