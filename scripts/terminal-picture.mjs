// Draws what a command prints in a terminal as an SVG: node scripts/terminal-picture.mjs docs/terminal.svg strictcall lint …
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

const [file, program, ...args] = process.argv.slice(2)
const { stdout } = spawnSync(process.execPath, ['dist/cli.cjs', ...args], {
  encoding: 'utf8',
  env: { ...process.env, FORCE_COLOR: '1' },
})

const colors = { 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341' }
const [charWidth, lineHeight, margin] = [8.43, 19, 16]
const xml = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

// biome-ignore lint/suspicious/noControlCharactersInRegex: what switches the colours
const sequence = /\u001b\[(\d+)m/

function spans(line) {
  const style = { fill: '', bold: false, dim: false, underline: false }
  return line
    .split(sequence)
    .map((piece, index) => {
      if (index % 2 === 1) {
        const code = Number(piece)
        if (colors[code]) style.fill = colors[code]
        if (code === 39) style.fill = ''
        if (code === 1) style.bold = true
        if (code === 2) style.dim = true
        if (code === 22) style.bold = style.dim = false
        if (code === 4) style.underline = true
        if (code === 24) style.underline = false
        return ''
      }
      if (piece === '') return ''
      const attributes = [
        style.fill && `fill="${style.fill}"`,
        style.bold && 'font-weight="bold"',
        style.dim && 'opacity="0.6"',
        style.underline && 'text-decoration="underline"',
      ]
      return `<tspan ${attributes.filter(Boolean).join(' ')}>${xml(piece)}</tspan>`
    })
    .join('')
}

const lines = [`$ ${program} ${args.join(' ')}`, ...stdout.trimEnd().split('\n')]
const columns = Math.max(...lines.map(line => stripVTControlCharacters(line).length))
const width = Math.ceil(columns * charWidth + 2 * margin)
const height = lines.length * lineHeight + 2 * margin
const rows = lines.map(
  (line, i) =>
    `<text x="${margin}" y="${margin + (i + 0.75) * lineHeight}" xml:space="preserve">${spans(line)}</text>`,
)
writeFileSync(
  file,
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3">
${rows.join('\n')}
</g>
</svg>
`,
)
