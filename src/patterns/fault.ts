/** Why an engine does not compile a pattern: what stands at `index`, what is wrong with it, and what to write instead. */
export interface Fault {
  index: number
  text: string
  reason: string
  wayOut: string
}
