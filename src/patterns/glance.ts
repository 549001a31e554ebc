/**
 * Most patterns are a row of plain characters, classes and groups. What these expressions match needs no parser: it compiles in
 * every engine and means the same to all. The next character always decides how they go on, so they are fast themselves.
 */

const plain = '\\w !"#%\',/:;<=>@`'
const escaped = '\\\\[dwsDWSnrtfv.*+?()[\\]{}^$|\\\\/-]'
const range = 'a-[a-z]|[b-z]-z|A-[A-Z]|[B-Z]-Z|0-\\d|[1-9]-9|1-[1-8]'
/** A dash is a character at both ends of a class only. */
const single = `(?!.-[^\\]])(?:[${plain}.*+?(){}|$]|&(?!&)|~(?!~))|${escaped}(?!-[^\\]])`
const atom = `(?:[${plain}&~.-]|${escaped}|\\[\\^?-?(?:${range}|${single})+-?\\])`

const few = '(?:\\?|\\{(?:\\d\\d?|[01],[1-9]\\d?|[2-9],[1-9]\\d)\\})\\??'
const endless = '(?:[*+]|\\{\\d\\d?,\\})\\??'
/** Counted groups stay small: what is in them may be counted, too. */
const fewGroups = '(?:\\?|\\{\\d\\})\\??'

const any = `${atom}(?:${few}|${endless})?`
const bounded = `${atom}(?:${few})?`
const group = (item: string) => `\\((?:\\?:)?(?:${item}|\\|)+\\)`
const boundedItem = `(?:${bounded}|${group(bounded)}(?:${fewGroups})?)`

const simple = new RegExp(`^\\^?(?:${any}|${group(any)}(?:${fewGroups}|${endless})?|\\|)*\\$?$`)
const finite = new RegExp(`^\\^?(?:${boundedItem}|\\|)*\\$?$`)
const endlessOnce = new RegExp(`^\\^${boundedItem}*${atom}${endless}${boundedItem}*\\$?$`)

/** Whether a pattern certainly compiles, in ECMAScript and in Rust, to the same. */
export function isSimple(pattern: string): boolean {
  return pattern.length < 1000 && simple.test(pattern)
}

/** Whether certainly no text takes long to match. */
export function isFast(pattern: string): boolean {
  return pattern.length < 1000 && (finite.test(pattern) || endlessOnce.test(pattern))
}
