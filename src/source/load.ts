import type { Format, LoadedDocument, LoadOptions, SyntaxProblem } from '../loaders/document.ts'
import { findTools } from '../tools.ts'
import type { Literal, SourceRead } from './literal.ts'
import { duplicateKeys, locate } from './places.ts'
import { toValue } from './value.ts'

/** How a language is read. */
export interface Language {
  format: Format
  language: 'python' | 'javascript'
  read(text: string): SourceRead
  /** What no text with tools in it lacks, so that others need not be parsed. */
  sign: RegExp
}

/** Reads the literals of a program that hold tools, each as a document of its own. Empty when there are none. */
export function loadSource(text: string, language: Language, options: LoadOptions = {}): LoadedDocument[] {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text
  if (!language.sign.test(source)) return []
  const found = language.read(source)
  const endpoint = endpointOf(found)
  const documents: LoadedDocument[] = []
  const rest = found.literals.toReversed()
  for (let literal = rest.pop(); literal; literal = rest.pop()) {
    const { value, unknowns, opaque, replaced } = toValue(literal)
    rest.push(...replaced.reverse())
    const root = literal
    const tools = {
      noBareSchemas: true,
      isNamed: isToolList(source, literal),
      ...(unknowns && { unknowns }),
      ...(endpoint && { endpoint }),
    }
    if (!findTools(value, tools).toolsets.some(toolset => toolset.tools.length > 0)) continue
    documents.push({
      ...tools,
      format: language.format,
      text: source,
      line: options.line ?? 1,
      value,
      readable: true,
      syntax: mistakesIn(literal, found.mistakes),
      duplicateKeys: duplicateKeys(literal),
      mayHoldSurrogates: true,
      opaque,
      comments: found.comments,
      locate: pointers => locate(root, pointers),
      source: {
        language: language.language,
        literal,
        comments: found.comments,
        reload: changed => loadSource(changed, language, options),
      },
    })
  }
  return documents.sort((a, b) => a.source!.literal.start - b.source!.literal.start)
}

/** Whether a literal is a list that is called tools: `const tools: Tool[] = [`, `tools=[`, `registerTools([`. */
function isToolList(text: string, { kind, start }: Literal): boolean {
  return kind === 'array' && CALLED_TOOLS.test(text.slice(Math.max(0, start - 100), start))
}

const CALLED_TOOLS =
  /(tool|function)_?(s|def\w*|spec\w*|list|schema\w*)?['"\]]*(\s*:[^=\n{(]*=|\s*[=:(])\s*$/i

/** Where all requests of the program go; undefined when that is not certain. */
function endpointOf({ clients, unknownClients = [] }: SourceRead): LoadedDocument['endpoint'] {
  const [client, ...others] = clients
  if (!client || unknownClients.length > 0 || others.some(({ url }) => url !== client.url)) return undefined
  return { url: client.url, span: { start: client.start, end: client.end } }
}

function mistakesIn(root: Literal, mistakes: SourceRead['mistakes']): SyntaxProblem[] {
  if (mistakes.length === 0) return []
  const starts = new Set<number>()
  const rest = [root]
  for (let literal = rest.pop(); literal; literal = rest.pop()) {
    if (literal.kind === 'scalar') starts.add(literal.start)
    else if (literal.kind === 'array') rest.push(...literal.elements)
    else if (literal.kind === 'object') for (const { value } of literal.members) rest.push(value)
  }
  const inIt = new Map(mistakes.filter(({ start }) => starts.has(start)).map(found => [found.start, found]))
  return [...inIt.values()].map(({ start, end, message }) => ({
    kind: 'foreign-literal',
    message,
    span: { start, end },
  }))
}
