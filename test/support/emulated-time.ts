import type { Emulator } from "../../lib/emulator";
import { VirtualTime } from "./virtual-time";

/** The time of an emulator that stands still. */
export class EmulatedTime extends VirtualTime {
  private readonly start: number;

  constructor(private readonly emulator: Pick<Emulator, "now" | "advance">) {
    super();
    this.start = emulator.now().getTime();
  }

  get time(): number {
    return this.emulator.now().getTime() - this.start;
  }

  now(): Date {
    return this.emulator.now();
  }

  protected advanceTo(time: number): void {
    this.emulator.advance(time - this.time);
  }
}
