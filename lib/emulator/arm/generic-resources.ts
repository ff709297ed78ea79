/** A resource that is kept as it was sent. */
export interface GenericResource {
  readonly id: string;
  readonly name: string;
  /** Such as `Microsoft.Compute/virtualMachines`. */
  readonly type: string;
  /** What the client sent. */
  readonly body: Readonly<Record<string, unknown>>;
}
