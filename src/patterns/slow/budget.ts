/** What a judgement may still cost, in visits of edges: about ten nanoseconds each. Below zero, nothing is known. */
export interface Budget {
  left: number
}
