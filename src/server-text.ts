/**
 * Puts the values into a recorded answer of a server: `‹name›` is the name of a tool, `‹i›` its index, and so on. A part
 * that nobody knows becomes `…`.
 */
export function fillServerText(template: string, data: Readonly<Record<string, string | undefined>>): string {
  if (!template.includes('‹')) return template
  return template.replace(/‹([^›]*)›/g, (_, part: string) =>
    Object.hasOwn(data, part) ? (data[part] ?? '…') : '…',
  )
}
