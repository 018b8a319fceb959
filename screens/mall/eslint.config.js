import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'harness/out/', 'src/client/generated/'] },
  ...ts.configs.recommended,
  ...vue.configs['flat/essential'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      'no-console': 'error',
      'max-lines': ['error', 300],
      // Pages are called `index` because uni-app finds them by path.
      'vue/multi-word-component-names': 'off',
      // `$t` in a template does not exist in the compiled mini program.
      'vue/no-restricted-syntax': ['error', { selector: "Identifier[name='$t']", message: 'Take t from useI18n() in setup.' }],
    },
  },
  { files: ['scripts/**', 'harness/**'], rules: { 'no-console': 'off' } },
)
