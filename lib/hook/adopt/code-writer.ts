/** What writes code: a bundle of its own, because the hook, which travels with every stack, does not need it. */
export { stackCode } from "./stack-code";
export { stackFileCode } from "./from-stack/stack-file-code";
