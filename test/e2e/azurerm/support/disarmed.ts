import { Testing } from "cdktf";

/**
 * Synthesizes without the validations of constructs. A test of input that the constructs refuse calls it, and replaces `throwIfInvalid` of
 * lib/constructs/private/problems.
 */
export function withoutValidations(): void {
  const synthesize = Testing.synth.bind(Testing);
  jest.spyOn(Testing, "synth").mockImplementation((stack) => synthesize(stack, false));
}
