import { VirtualTime } from "../support/virtual-time";

/** A time that no emulator keeps. */
export class Simulation extends VirtualTime {
  time = 0;

  constructor(private readonly epoch: number) {
    super();
  }

  now(): Date {
    return new Date(this.epoch + this.time);
  }

  protected advanceTo(time: number): void {
    this.time = time;
  }
}
