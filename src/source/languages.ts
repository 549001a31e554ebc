import type { Language } from './load.ts'

export type SourceFormat = 'python' | 'javascript' | 'typescript' | 'tsx'

/** The languages, by the format that names them. Their parsers are loaded when a text in them comes. */
export const languages: Readonly<Record<SourceFormat, () => Promise<Language>>> = {
  python: () => import('./python.ts').then(({ readPython }) => createPython(readPython)),
  javascript: () => createJavaScript('javascript', { jsx: true }),
  typescript: () => createJavaScript('typescript', { typescript: true }),
  tsx: () => createJavaScript('tsx', { typescript: true, jsx: true }),
}

export function isSourceFormat(format: string): format is SourceFormat {
  return Object.hasOwn(languages, format)
}

function createPython(read: Language['read']): Language {
  return {
    format: 'python',
    language: 'python',
    read,
    sign: /\b(parameters|input_schema|inputSchema|function)\b/,
  }
}

async function createJavaScript(
  format: SourceFormat,
  options: { typescript?: boolean; jsx?: boolean },
): Promise<Language> {
  const { readJavaScript } = await import('./javascript.ts')
  return javaScriptRead(text => readJavaScript(text, options), format)
}

/** JavaScript and what extends it, for who has the parser already. */
export function javaScriptRead(read: Language['read'], format: SourceFormat): Language {
  return {
    format,
    language: 'javascript',
    read,
    sign: /\b(parameters|input_schema|inputSchema)\b|(["'`])function\2/,
  }
}
