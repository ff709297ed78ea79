/** A stack with a provider and nothing else. */
export function build(): void {
  // What is measured is what every stack costs.
}
