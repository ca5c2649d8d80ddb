module.exports = {
    bracketSpacing: false,
    plugins: ["@prettier/plugin-xml"],
    printWidth: 88,
    proseWrap: "always",
    semi: true,
    trailingComma: "es5",
    xmlWhitespaceSensitivity: "strict",
};
