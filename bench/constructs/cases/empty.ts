/** A stack with a provider and nothing else. */
export function build(): void {
  // Measures the cost of every stack.
}
