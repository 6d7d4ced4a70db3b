// Lint rules: correctness only, layout belongs to the formatter. The import bans draw the house's walls.
import tseslint from 'typescript-eslint';

const node = ['node:*'];
const bans = (patterns) => ({
  'no-restricted-imports': ['error', { patterns }],
});
const upperFloors = { regex: '/(vscode|cli|wording)/', message: 'The core knows no upper floor.' };
const editor = {
  regex: '^vscode$',
  message: 'vscode is imported only under src/vscode and in src/extension.ts.',
};

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'coverage/', 'node_modules/', '.vscode-test/', 'test/fixtures/'] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  { files: ['src/core/**/*.ts'], rules: bans([editor, upperFloors]) },
  {
    files: ['src/protocol/**/*.ts'],
    rules: bans([{ regex: '^(?!\\./[a-z])', message: 'src/protocol imports nothing from outside.' }]),
  },
  { files: ['src/wording/**/*.ts', 'src/cli/**/*.ts'], rules: bans([editor]) },
  {
    files: ['webview/**/*.ts'],
    rules: bans([
      editor,
      { group: node, message: 'The page runs in a browser.' },
      { regex: '/src/(?!protocol/)', message: 'webview imports only src/protocol.' },
    ]),
  },
  {
    files: ['src/cli/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Mocha's `it` takes promises, and tests look into unknown shapes on purpose.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
);
