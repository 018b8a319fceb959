import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'
import { walls } from './walls.js'

export default ts.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'mall/**', 'packages/client/console.d.ts'] },
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: ts.parser } },
  },
  {
    files: ['**/*.{ts,js,vue}'],
    plugins: { walls },
    rules: {
      'walls/direction': 'error',
      'walls/kebab-case': 'error',
      'walls/no-barrel': 'error',
      'max-lines': ['error', { max: 250 }],
      'no-restricted-globals': ['error', 'event', 'name'],
      'no-eval': 'error',
      'no-console': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-undef': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/no-reserved-component-names': 'off',
      'vue/no-v-html': 'error',
      'vue/require-default-prop': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
    },
  },
  {
    // The layout of templates is the writer's: these rules would break every declaration over many lines.
    files: ['**/*.vue'],
    rules: {
      'vue/attributes-order': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-indent': 'off',
      'vue/html-self-closing': ['error', { html: { void: 'always', normal: 'always', component: 'always' } }],
      'vue/max-attributes-per-line': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/singleline-html-element-content-newline': 'off',
    },
  },
)
