using '../../../../infra/main.bicep'

// What npm run setup writes, and nothing else.
param slackServicePrincipalId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'
