/**
 * Puts the values into a recorded answer of a server: `‹name›` is the name of a tool, `‹i›` its index, and so on. A part
 * that nobody knows stays as it is.
 */
export function fillServerText(template: string, data: Readonly<Record<string, string | undefined>>): string {
  if (!template.includes('‹')) return template
  return template.replace(/‹([^›]*)›/g, (whole, part: string) =>
    Object.hasOwn(data, part) ? (data[part] ?? whole) : whole,
  )
}
