// Runs the end-to-end tests and the storms first: they take minutes, and a long test that starts last would run alone.
const Sequencer = require("@jest/test-sequencer").default;

module.exports = class extends Sequencer {
  sort(tests) {
    const isLong = ({ context, path }) => context.config.displayName?.name === "e2e" || /storm|properties\.test/.test(path);
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
