import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { AnnotationMetadataEntryType, DefaultTokenResolver, StringConcat, TerraformStack, Testing, Tokenization } from "cdktf";

/** The arguments of one resource, as they stand in the synthesized JSON. */
export type Arguments = Record<string, unknown>;

interface SynthesizedStack {
  readonly resource?: Record<string, Record<string, Arguments>>;
  readonly data?: Record<string, Record<string, Arguments>>;
  readonly output?: Record<string, Arguments>;
  readonly terraform?: { readonly required_providers?: Record<string, { readonly version?: string }> };
}

/** A synthesized stack, as a test asks it. */
export class Synthesized {
  constructor(readonly json: SynthesizedStack) {}

  /** Every address, sorted. */
  get addresses(): string[] {
    return Object.entries(this.json.resource ?? {})
      .flatMap(([type, resources]) => Object.keys(resources).map((name) => `${type}.${name}`))
      .sort();
  }

  /** The only resource of a type. */
  only(type: string): Arguments {
    const resources = Object.values(this.json.resource?.[type] ?? {});
    const [resource] = resources;
    if (!resource || resources.length !== 1) throw new Error(`expected one ${type}, found ${resources.length}`);
    return resource;
  }
}

/** A stack to build constructs in. */
export function testStack(): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "stack");
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  return stack;
}

/** Synthesizes a stack, its validations included. */
export function synth(stack: TerraformStack): Synthesized {
  return new Synthesized(JSON.parse(Testing.synth(stack, true)) as SynthesizedStack);
}

/** A value as Terraform sees it. */
export function rendered(scope: TerraformStack, value: unknown): unknown {
  return Tokenization.resolve(value, { scope, preparing: false, resolver: new DefaultTokenResolver(new StringConcat()) });
}

/** The message with which something is refused. */
export function refusal(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}

/** Builds in a stack of its own and synthesizes it. */
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
