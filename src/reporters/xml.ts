/** An element, with its attributes (those without a value are left out) and its content, which is XML already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content = '',
): string {
  const parts = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`)
  return content === '' ? `<${name}${parts.join('')}/>` : `<${name}${parts.join('')}>${content}</${name}>`
}

/** Line ends and tabs too: a reader makes spaces of them. */
function escapeAttribute(text: string): string {
  return escapeXml(text).replace(/[\t\n]/g, reference)
}

/** A text as XML 1.0 may hold it in an element. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(forbidden, character => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .replace(special, reference)
}

function reference(character: string): string {
  return `&#${character.charCodeAt(0)};`
}

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>'

/** What XML has no way to write, and what a terminal would obey. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g

const special = /[&<>"'\r\u2028\u2029]/g
