import type { Needs, Reporter } from '../report.ts'
import { text } from './text.ts'

/** How a format is made, which is loaded when somebody asks for it, and what it shows besides diagnostics. */
export interface Format {
  load(): Promise<Reporter>
  needs?: Needs
}

/** The formats, by the name that `--format` takes. */
export const formats: Readonly<Record<string, Format>> = {
  text: { load: async () => text },
  json: { load: async () => (await import('./json.ts')).json, needs: { edits: true } },
  sarif: { load: async () => (await import('./sarif.ts')).sarif, needs: { edits: true } },
  github: { load: async () => (await import('./github.ts')).github },
  gitlab: { load: async () => (await import('./gitlab.ts')).gitlab },
  junit: { load: async () => (await import('./junit.ts')).junit },
  checkstyle: { load: async () => (await import('./checkstyle.ts')).checkstyle },
  markdown: { load: async () => (await import('./markdown.ts')).markdown },
  html: { load: async () => (await import('./html.ts')).html, needs: { listings: true } },
  tap: { load: async () => (await import('./tap.ts')).tap },
  report: {
    load: async () => (await import('./saved.ts')).saved,
    needs: { edits: true, listings: true, run: true },
  },
}
