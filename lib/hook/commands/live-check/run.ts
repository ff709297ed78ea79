import { randomInt } from "node:crypto";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import * as v from "valibot";
import { DAY_MS, MINUTE_MS } from "../../../azure/durations";
import { ExitCode } from "../../../contract/exit-code";
import { read, requiredText } from "../../arm/answer-schema";
import { timeScaleOf } from "../../clock";
import type { Context } from "../../context";
import { HookError } from "../../hook-error";
import { CleanUp } from "../../live-check/clean-up";
import { runChild } from "../../live-check/child";
import { Leftovers, type LiveCheckPlace } from "../../live-check/leftovers";
import { EVENTS_FILE, LiveCheckLog, LOG_FILE } from "../../live-check/log";
import { StepRunner } from "../../live-check/step-runner";
import { PLACE_FILE, type Programs, programsIn, type Step, stepsOf } from "../../live-check/steps";
import { endCauseOf, exitCodeOfEnd } from "../../run-ended";
import { VERSION } from "../../version";
import { writeFileOrPipe } from "../../text-file";
import { jsonIn } from "../json-file";
import { confirmed } from "./confirm";
import { planOf } from "./plan";
import { requirePrograms, subscriptionIn } from "./requirements";

export interface LiveCheckOptions {
  readonly location: string;
  readonly size: string;
  readonly folder?: string;
  readonly timeout: number;
  readonly yes?: boolean;
  readonly mask?: boolean;
  /** The folder of an earlier run. */
  readonly clean?: string;
}

const placeSchema = v.object({ subscriptionId: requiredText, name: requiredText, location: requiredText });
/** The clean-up has at most three destroys of 90 minutes, and deletes groups. */
const CLEAN_UP_MINUTES = 360;
const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

/** Runs a live check, or the clean-up of an earlier one; returns the exit code. */
export async function runLiveCheck(options: LiveCheckOptions, context: Context): Promise<ExitCode> {
  if (options.clean !== undefined) return cleanUp(resolve(options.clean), options, context);
  const programs = programsIn(__dirname);
  await requirePrograms(programs, context);
  const run = Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  const place = { subscriptionId: subscriptionIn(context.env), name: `rg-live-check-${run}`, location: options.location };
  const folder = resolve(options.folder ?? `live-check-${run}`);
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new HookError(ExitCode.badInput, `--folder must name an empty or a new folder, got '${folder}'; choose another one`);
  }
  const { size, yes } = options;
  const plan = await planOf({ place, size, steps: stepsOf(programs), folder }, context);
  for (const line of plan) context.terminal.print(line);
  if (yes !== true && !(await confirmed(context.signal))) return ExitCode.interrupted;
  mkdirSync(folder, { recursive: true });
  await writeFileOrPipe(join(folder, PLACE_FILE), JSON.stringify(place));
  return checkAndCleanUp({ folder, place, programs }, options, context);
}

interface Run {
  readonly folder: string;
  readonly place: LiveCheckPlace;
  readonly programs: Programs;
}

async function checkAndCleanUp({ folder, place, programs }: Run, options: LiveCheckOptions, context: Context): Promise<ExitCode> {
  const { terminal, env } = context;
  const { location, size, timeout, mask } = options;
  const log = logOf(folder, place, options, context);
  log.say(`live check '${place.name}' in ${location}`, { event: "begin", name: place.name, location, size, ...machine() });
  const limited = context.limitedTo(timeout);
  const cleaning = limited.cleanUpFor(CLEAN_UP_MINUTES / timeScaleOf(env));
  const runner = new StepRunner(folder, log, { ...context, env: { ...env, ...settingsOf(folder, place, options, context) } });
  const isPassed = await passes(stepsOf(programs), runner, limited.signal);
  const cause = endCauseOf(limited);
  if (cause === "interrupted") log.say("interrupted: cleaning up; a second Ctrl-C leaves that to the background");
  const args = [programs.hook, "live-check", "--clean", folder, ...(mask === true ? ["--mask"] : [])];
  const limits = { signal: cleaning.signal, timeoutMs: CLEAN_UP_MINUTES * MINUTE_MS };
  // A program of its own: no signal of the terminal reaches it, and it signs in anew.
  const { code } = await runChild({ program: programs.node, args, cwd: folder, env, onLine: terminal.print }, limits);
  const failed = cause ? exitCodeOfEnd(cause) : ExitCode.backupFailed;
  const exitCode = cause === undefined && isPassed && code === 0 ? ExitCode.done : failed;
  const result = exitCode === ExitCode.done ? "passed" : cause === "timedOut" ? "timed out" : (cause ?? "failed");
  log.say(`live check: ${result}`, { event: "end", result, exitCode });
  terminal.print(`Please send in ${join(folder, LOG_FILE)} and ${EVENTS_FILE} beside it, and no other file of that folder.`);
  return exitCode;
}

async function passes(steps: readonly Step[], runner: StepRunner, signal: AbortSignal): Promise<boolean> {
  for (const step of steps) if ((await runner.run(step, signal)) !== "passed") return false;
  return true;
}

/** The settings of the stack; see examples/live-check.ts. */
function settingsOf(
  folder: string,
  { name, location }: LiveCheckPlace,
  { size }: LiveCheckOptions,
  { clock }: Context,
): NodeJS.ProcessEnv {
  return {
    LIVE_CHECK_NAME: name,
    LIVE_CHECK_LOCATION: location,
    LIVE_CHECK_SIZE: size,
    LIVE_CHECK_EXPIRES: new Date(clock.now().getTime() + DAY_MS).toISOString(),
    CDKTF_OUTDIR: join(folder, "cdktf.out"),
  };
}

async function cleanUp(folder: string, options: LiveCheckOptions, context: Context): Promise<ExitCode> {
  const place = await placeIn(folder, context.signal);
  const log = logOf(folder, place, options, context);
  const runner = new StepRunner(folder, log, context);
  const { clock, signal } = context;
  const leftoversOf = (arm: ConstructorParameters<typeof Leftovers>[0]): Leftovers => new Leftovers(arm, place);
  const connect = context.connect.bind(context);
  const isClean = await new CleanUp(folder, log, { clock, signal, connect }, leftoversOf).run(runner);
  const cause = endCauseOf(context);
  if (cause) return exitCodeOfEnd(cause);
  return isClean ? ExitCode.done : ExitCode.backupFailed;
}

async function placeIn(folder: string, signal: AbortSignal): Promise<LiveCheckPlace> {
  const json = await jsonIn(join(folder, PLACE_FILE), "--clean", signal);
  try {
    return read(placeSchema, json);
  } catch {
    throw new HookError(ExitCode.badInput, `--clean must name the folder of a live check, got '${folder}'; check the path`);
  }
}

function logOf(folder: string, place: LiveCheckPlace, { mask }: LiveCheckOptions, { terminal, clock }: Context): LiveCheckLog {
  return new LiveCheckLog(folder, { maskedFor: mask === true ? place.name : undefined, print: terminal.print, clock });
}

function machine(): object {
  return { version: VERSION, node: process.version, platform: `${process.platform} ${process.arch}` };
}
