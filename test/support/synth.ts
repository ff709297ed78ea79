import { tmpdir } from "node:os";
import { join } from "node:path";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AnnotationMetadataEntryType, DefaultTokenResolver, StringConcat, TerraformStack, Testing, Tokenization } from "cdktf";

/** The arguments of one resource in the synthesized JSON. */
export type Arguments = Record<string, unknown>;

interface SynthesizedStack {
  readonly resource?: Record<string, Record<string, Arguments>>;
  readonly data?: Record<string, Record<string, Arguments>>;
  readonly locals?: Arguments;
  readonly output?: Record<string, Arguments>;
  readonly terraform?: { readonly required_providers?: Record<string, { readonly version?: string }> };
}

/** A synthesized stack with queries for tests. */
export class Synthesized {
  constructor(readonly json: SynthesizedStack) {}

  /** Every address, including local values, sorted. */
  get addresses(): string[] {
    return Object.entries({ ...this.json.resource, local: this.json.locals ?? {} })
      .flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`))
      .sort();
  }

  /** The only resource of a type, or the only one of a construct with that id. */
  only(type: string, constructId?: string): Arguments {
    return theOne(this.json.resource?.[type], type, constructId);
  }

  /** The value of the only local of a construct with that id. */
  local(constructId: string): unknown {
    return theOne(this.json.locals, "local", constructId);
  }
}

function theOne<T>(named: Readonly<Record<string, T>> = {}, type: string, constructId?: string): T {
  const found = Object.entries(named).filter(([name]) => constructId === undefined || name.split("_").includes(constructId));
  const [first] = found;
  if (!first || found.length !== 1) throw new Error(`expected one ${type} ${constructId ?? ""}, found ${found.length}`);
  return first[1];
}

/** A stack to build constructs in. */
export function testStack(subscriptionId?: string): TerraformStack {
  // One folder for all: cdktf would make one for each app.
  const stack = new TerraformStack(Testing.app({ outdir: join(tmpdir(), "cdktf.outdir.tests") }), "stack");
  new AzurermProvider(stack, "azurerm", { features: [{}], subscriptionId });
  return stack;
}

/** Synthesizes a stack and runs its validations. */
export function synth(stack: TerraformStack): Synthesized {
  return new Synthesized(JSON.parse(Testing.synth(stack, true)) as SynthesizedStack);
}

/** A value as it is written to the synthesized JSON. */
export function rendered(scope: TerraformStack, value: unknown): unknown {
  return Tokenization.resolve(value, { scope, preparing: false, resolver: new DefaultTokenResolver(new StringConcat()) });
}

/** The message of the error that a function throws. */
export function refusal(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}

/** Builds in a new stack and synthesizes it. */
export function synthesized(build: (stack: TerraformStack) => unknown): Synthesized {
  const stack = testStack();
  build(stack);
  return synth(stack);
}

/** The warnings that cdktf shows for the constructs of a stack. */
export function warnings(stack: TerraformStack): string[] {
  const metadata = stack.node.findAll().flatMap((construct) => construct.node.metadata);
  return metadata.filter(({ type }) => type === (AnnotationMetadataEntryType.WARN as string)).map(({ data }) => String(data));
}
