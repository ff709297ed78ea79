import { Testing } from "cdktf";

/**
 * Synthesizes without the validations of constructs. A test that is to let through what the constructs refuse calls this, and replaces
 * `throwIfInvalid` of lib/private/problems.
 */
export function withoutValidations(): void {
  const synthesize = Testing.synth.bind(Testing);
  jest.spyOn(Testing, "synth").mockImplementation((stack) => synthesize(stack, false));
}
