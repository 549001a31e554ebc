import type { Combination } from './combinations.ts'
import type { Pointer } from './pointer.ts'
import type { Unknowns } from './unknowns.ts'
import type { InstanceType } from './vocabulary.ts'

export type { Pointer } from './pointer.ts'

/** A JSON object as it was read: any key is possible, `__proto__` included. */
export type JsonObject = { [key: string]: unknown }

/* ------------------------------------------------------------------ what is linted */

/** The way a tool is written down. `function` is a bare `{name, parameters}`, `schema` a bare JSON Schema. */
export type Envelope = 'chat' | 'responses' | 'anthropic' | 'mcp' | 'function' | 'schema'

/** One tool, in whatever envelope it came. */
export interface Tool {
  envelope: Envelope
  /** Undefined when the tool has none, or it is no string. */
  name: string | undefined
  /** The tool as written, and where. */
  pointer: Pointer
  value: JsonObject
  /** The object that holds `name` and the schema: the `function` member of a chat tool, else the tool itself. */
  definition: JsonObject
  definitionPointer: Pointer
  /** The parameters' schema, whatever stands there; undefined when the member is left out. */
  schema: unknown
  schemaPointer: Pointer
}

/** Tools that are sent together. */
export interface Toolset {
  pointer: Pointer
  tools: Tool[]
  /** How the list is written: a member of a request body, an array, or a single tool. */
  kind: 'tools' | 'functions' | 'single'
  /** The request body around the list, where there is one. */
  request?: JsonObject
  requestPointer?: Pointer
  /** The URL the request goes to, where the document shows it. */
  endpoint?: { url: string; pointer: Pointer; span?: Span }
}

/** The schema of one tool, as a whole. */
export interface SchemaRoot {
  /** The document that `$ref` is resolved in. */
  schema: JsonObject
  pointer: Pointer
  /** Every subschema, parents first, each once. */
  nodes: Subschema[]
  /** The subschema that was listed for an object, by identity. */
  nodeOf(schema: object): Subschema | undefined
  /** Where the walk stopped for depth, if it did. */
  tooDeep: Pointer | undefined
  /** Parts of it are not known and who reads them is watched, so that nobody may remember what was read. */
  isWatched?: boolean
}

/** One subschema: any place where JSON Schema allows a schema. */
export interface Subschema {
  /** Into the document. */
  pointer: Pointer
  /** A boolean schema is `true` or `false`. */
  schema: JsonObject | boolean
  /** The keyword of the parent that holds it (`properties`, `items`, `anyOf`, …); undefined at the root. */
  keyword: string | undefined
  parent: Subschema | undefined
  root: SchemaRoot
  /** Levels below the root. */
  depth: number
  /** Its keywords and its type; undefined where one of them is none, or has not the form that JSON Schema asks for. */
  combination: Combination | undefined
}

/* ------------------------------------------------------------------ what judges it */

/** What a rule found. Places are relative to the tool, schema or subschema it was shown; else they are in the document. */
export interface Problem {
  /** One sentence about the actual value, keywords in backticks. */
  message: string
  /** Which of the rule's cases this is; a profile may hold other evidence for each. */
  messageId?: string
  /** The member it is about; the node itself when left out. */
  at?: Pointer
  /** Where it stands in the text, when the pointer does not say. */
  span?: Span
  /** The name of the tool it is about, where the rule was shown more than one. */
  tool?: string | undefined
  /** The values that a server's answer quotes: they fill the `‹name›` parts of the profile's text. */
  data?: Record<string, string>
  /** Makes the change that ends the problem, where there is one. Called only when somebody asks for fixes. */
  fix?: () => Fix | undefined
}

/** A change that ends the problem. Safe: no tool code can notice it and no model must invent anything. */
export interface Fix {
  safe: boolean
  /** JSON Patch, with places as in `at`. */
  patch: Operation[]
}

/** A JSON Patch operation (RFC 6902). A `move` within one object renames the key in its place. */
export type Operation =
  | { op: 'add' | 'replace'; path: Pointer; value: unknown }
  | { op: 'remove'; path: Pointer }
  | { op: 'move'; from: Pointer; path: Pointer }

/** Nothing, one problem or several: a rule returns what is simplest to write. */
export type Problems = Problem | Iterable<Problem> | undefined

export interface RuleMeta {
  /** One line: what the rule demands. */
  description: string
  /** Why it matters, for somebody whose request was refused. */
  why: string
  /** The way out, in words. */
  how: string
  fixable?: 'safe' | 'unsafe'
  /** Overrides the address of the rule's page. */
  url?: string
  /** The options that a user may set, by name: each replaces one of the profile's. Left out: there are none. */
  options?: Readonly<Record<string, OptionsSchema>>
}

/** The part of JSON Schema that options are described in. `title` says what the keys of an object or the words of an `enum` are. */
export interface OptionsSchema {
  title?: string
  description?: string
  type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean'
  enum?: readonly string[]
  anyOf?: readonly OptionsSchema[]
  properties?: Readonly<Record<string, OptionsSchema>>
  /** For editors; nothing is checked against it. */
  patternProperties?: Readonly<Record<string, OptionsSchema>>
  additionalProperties?: false | OptionsSchema
  items?: OptionsSchema
  prefixItems?: readonly OptionsSchema[]
  minItems?: number
  maxItems?: number
  minLength?: number
  minimum?: number
  /** For editors; nothing is checked against it. */
  pattern?: string
  format?: 'uri' | 'json-pointer' | 'gitignore' | 'character-class'
}

/**
 * A rule is a value: it is shown a node, and says what is wrong with it. It is pure, synchronous, and knows JSON Schema
 * but no provider; what differs between providers comes in as options.
 */
// biome-ignore lint/suspicious/noExplicitAny: a list of rules has options of all kinds
export interface Rule<Options = any> {
  meta: RuleMeta
  /**
   * What this rule wants to see, so that it is not called in vain: `schema` is shown the subschemas that are of interest,
   * and may be shown others; `root` is shown the schemas that hold any, and may be shown others. Left out: all of them.
   */
  on?(options: Options): Interest
  /**
   * One cause, one voice: what this rule says about a place silences all rules without a claim, and those with a higher
   * one, about the same place of the same subschema.
   */
  claim?: number
  document?(node: DocumentNode, options: Options): Problems
  toolset?(node: Toolset, options: Options): Problems
  tool?(node: Tool, options: Options): Problems
  /** Each tool's schema as a whole, for what spans several subschemas. */
  root?(node: SchemaRoot, options: Options): Problems
  /** Every subschema, parents first. */
  schema?(node: Subschema, options: Options): Problems
}

/**
 * Which subschemas are of interest: those for which any of this holds. What breaks the form of JSON Schema (a subschema
 * that is a number, a `description` that is none) is shown to all rules.
 */
export interface Interest {
  /** It has one of these keywords. */
  keywords?: readonly string[]
  /** Its `type` names one of these, and this is true of it. */
  types?: Readonly<Partial<Record<InstanceType, (schema: JsonObject) => boolean>>>
  /** This is true of its keywords and of its `type` as it is written. Asked once for each combination. */
  combination?(keywords: readonly string[], type: string | readonly string[] | undefined): boolean
  /** This is true of the value of a keyword; it is asked for each subschema that has it. */
  values?: Readonly<Partial<Record<string, (value: unknown, schema: JsonObject) => boolean>>>
  /** It is the root of the parameters, and this is true of it. */
  root?(schema: JsonObject): boolean
  /** It is `true` or `false`. */
  booleans?: true
  /**
   * It is or holds a reference or a definition; not where they are plain: where references lead to the root or to
   * definitions there, reach all of these, and none leads back to a schema that has no value without it.
   */
  references?: true
}

/** The whole input, for rules about the text and not the tools. */
export interface DocumentNode {
  value: unknown
  /** Keys that stand twice in one object, as the reader of the text found them. */
  duplicateKeys: readonly DuplicateKey[]
  /** False when the reader of the text is certain that no string can hold half a character. */
  mayHoldSurrogates: boolean
  /** Of source code of which parts are not known: watches who reads them. */
  unknowns?: Unknowns
}

export interface DuplicateKey {
  key: string
  /** The object's member of that name: all of its spellings have this pointer. */
  pointer: Pointer
  /** Where this one stands. */
  span: Span
  /** Where the one before it stands. */
  first: Span
}

/* ------------------------------------------------------------------ what a provider says */

/** How something is known. `local` is about the user's own machine and needs no provider. */
export type EvidenceLevel = 'documented' | 'observed' | 'inferred' | 'unknown' | 'local'

export interface Evidence {
  level: EvidenceLevel
  /** Where anyone can read it: a URL. A field report without an address has none. */
  cite?: string
  note?: string
}

export type Severity = 'error' | 'warning'

/** A rule's setting in a profile. */
export interface Setting {
  severity: Severity | 'off'
  options?: unknown
  evidence: Evidence
  /** Which check of the server refuses it: 1 = every request, strict or not; 2 = strict requests only. */
  gate?: 1 | 2
  /** What the server answers, with `‹name›` for the parts that vary. */
  serverText?: string
  /** The same for single cases of the rule, by `messageId`. */
  cases?: Record<string, SettingCase>
}

export interface SettingCase {
  severity?: Severity
  evidence?: Evidence
  /** `null`: no check refuses this case, though one refuses the rule's others. */
  gate?: 1 | 2 | null
  serverText?: string | null
}

export interface Profile {
  name: string
  title: string
  docs: string
  /** The day somebody last held this against the docs. */
  checked: string
  rules: Record<string, Setting>
  /** The server's answers that are on record, and the rules that stand behind each, likeliest first. */
  answers: readonly { text: string; rules: readonly string[] }[]
}

/* ------------------------------------------------------------------ what comes out */

/** UTF-16 offsets into a text: `end` is behind the last unit. */
export interface Span {
  start: number
  end: number
}

/** 1-based, columns in UTF-16 code units; the end is behind the last one. */
export interface Location {
  /** Of a notebook: the number of the cell, from 1, that the lines are counted in. */
  cell?: number
  line: number
  column: number
  endLine: number
  endColumn: number
}

/** The public record of one problem. Plain data. */
export interface Diagnostic {
  ruleId: string
  severity: Severity
  message: string
  /** Which of the rule's cases this is. */
  messageId?: string | undefined
  /** Into the document. */
  pointer: Pointer
  /** The name of the tool it is in. */
  tool?: string | undefined
  /** How the provider is known to want this. */
  evidence?: Evidence | undefined
  /** Which check of the server refuses it: 1 = every request, strict or not; 2 = strict requests only. */
  gate?: 1 | 2 | undefined
  /** What the server is known to answer. */
  serverText?: string | undefined
  /** The rule's page. */
  url?: string | undefined
  /** JSON Patch, into the document. */
  fix?: Fix | undefined
  /** Of a call's diagnostic, whose `pointer` leads into the arguments: the place in the document. */
  documentPointer?: Pointer | undefined
  /** The index of the call in its file. */
  callIndex?: number | undefined
  /** Where it stands in the text, where there is one. */
  span?: Span | undefined
  location?: Location | undefined
  /** Why it is not reported, of one that is not. */
  suppression?: Suppression | undefined
}

/** What keeps a diagnostic from being reported: a comment beside it, or the baseline. */
export interface Suppression {
  kind: 'directive' | 'baseline'
  /** The words behind `--`; empty where there are none. */
  justification: string
}

/** What will become of a tool at the server. */
export type Verdict = 'strict-ready' | 'non-strict only' | 'refused always'

export interface ToolReport {
  name: string | undefined
  pointer: Pointer
  envelope: Envelope
  verdict: Verdict
  /** Of source code: how many parts of it are not known without running the program. The verdict is about the others. */
  unknownParts?: number
}

export interface LintResult {
  diagnostics: Diagnostic[]
  tools: ToolReport[]
  /** What a comment suppresses: it is not among the diagnostics, and changes no verdict. */
  suppressed?: Diagnostic[]
}
