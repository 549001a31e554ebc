import { match } from '../syntax/source.ts'
import { follow, type Scan, stop } from './scan.ts'

const largestCount = 4_294_967_295

export function repeat(scan: Scan, start: number): undefined {
  const { text, before } = scan
  if (before === 'nothing' || before === 'flags' || before === 'empty') {
    return stop(scan, start, scan.at, 'has nothing to repeat', `write \`\\${text[start]}\``)
  }
  if (before === 'look-around') {
    return stop(scan, start, scan.at, 'repeats a look-around', 'leave the quantifier out')
  }
  if (before === 'quantifier') {
    return stop(scan, start, scan.at, 'repeats a quantifier', 'put the inner one into a group: `(?:…)`')
  }
  if (text[scan.at] === '?') scan.at++
  if (text[scan.at] === '+') scan.at++
  scan.before = 'quantifier'
}

const count = /\{\s*(\d+)\s*(?:(,)\s*(\d+)?\s*)?\}/y
const fancyCount = /\{(\d*)(?:(,)(\d+)?)?\}/y

export function readCount(scan: Scan): undefined {
  const { at: start, since, before } = scan
  const found = match(scan, since === undefined ? count : fancyCount)
  if (since === undefined && (before === 'nothing' || before === 'flags')) {
    return stop(scan, start, start + 1, 'has nothing to repeat', 'write `\\{`')
  }
  if (!found || (found[1] === '' && !found[2])) {
    if (since === undefined)
      return stop(scan, start, start + 1, 'starts no complete quantifier', 'write `\\{`')
    return takeBrace(scan, start)
  }
  if (before === 'quantifier' || (since !== undefined && before === 'nothing')) return takeBrace(scan, start)
  const end = scan.at
  const least = Number(found[1])
  const most = found[3] === undefined ? least : Number(found[3])
  if (least > largestCount || most > largestCount) {
    return stop(scan, start, end, 'counts too far', 'lower the bound')
  }
  if (most < least) return stop(scan, start, end, 'has its bounds the wrong way round', 'swap them')
  repeat(scan, start)
}

function takeBrace(scan: Scan, start: number): undefined {
  scan.at = start + 1
  follow(scan, 'atom')
}
