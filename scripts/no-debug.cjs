// Instead of the package `debug` in the hook's bundle: what it prints by the variable DEBUG goes past the terminal, which leaves out secrets.
module.exports = () => Object.assign(() => undefined, { enabled: false });
module.exports.default = module.exports;
