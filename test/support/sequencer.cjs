// Runs the end-to-end tests first: they take minutes, and a long test that starts last would run alone.
const Sequencer = require("@jest/test-sequencer").default;

module.exports = class extends Sequencer {
  sort(tests) {
    const isEndToEnd = ({ context }) => context.config.displayName?.name === "e2e";
    const sorted = super.sort(tests);
    return [...sorted.filter(isEndToEnd), ...sorted.filter((test) => !isEndToEnd(test))];
  }
};
