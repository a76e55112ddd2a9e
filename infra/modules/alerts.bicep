metadata description = 'Who is told, and when. The rules read the app\'s operational events (docs/deploy.md, What you are alerted to).'

param logAnalyticsName string
param actionGroupName string
param emails string[]
param actionGroupIds string[]
param isEnabled bool
param failuresIn15Minutes int
param disabledInHour int
param queueAgeMinutes int
param location string
param tags object

// The app writes an event as a line that is one JSON object.
var events = 'AppTraces | where Message startswith \'{"event":\' | extend Event = parse_json(Message) | extend Name = tostring(Event.event)'

// Of a state that something enters and leaves: whether it was entered last.
var lastQuarantine = 'where Name in ("quarantineEntered", "quarantineLeft") | summarize arg_max(TimeGenerated, Name) | where Name == "quarantineEntered"'

var rules = [
  {
    name: 'quarantine'
    description: 'The app is in quarantine: it writes nothing to Slack until the cause is mended. See docs/operations.md.'
    severity: 1
    query: '${events} | ${lastQuarantine}'
    every: 'PT5M'
    window: 'P1D'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'no-heartbeat'
    description: 'No sweep ended for a quarter of an hour: the app does not run.'
    severity: 1
    query: '${events} | where Name == "sweepEnded"'
    every: 'PT5M'
    window: 'PT15M'
    operator: 'LessThan'
    threshold: 1
  }
  {
    name: 'disable-spike'
    description: 'Unusually many accounts were disabled within an hour.'
    severity: 1
    query: '${events} | where Name == "provisioned" and Event.outcome == "disabled"'
    every: 'PT5M'
    window: 'PT1H'
    operator: 'GreaterThan'
    threshold: disabledInHour
  }
  {
    name: 'deletions-staged'
    description: 'Accounts to be disabled exceed the limit and wait for somebody\'s approval. See docs/safety.md.'
    severity: 2
    query: '${events} | where Name == "deletionsStaged"'
    every: 'PT15M'
    window: 'PT30M'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'dead-letters'
    description: 'A message could not be processed at all and went to the dead-letter queue.'
    severity: 2
    query: '${events} | where Name == "deadLettered"'
    every: 'PT5M'
    window: 'PT15M'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'failure-spike'
    description: 'Unusually many objects failed to be provisioned within a quarter of an hour.'
    severity: 2
    query: '${events} | where Name == "provisioned" and Event.outcome == "failed"'
    every: 'PT5M'
    window: 'PT15M'
    operator: 'GreaterThan'
    threshold: failuresIn15Minutes
  }
  {
    name: 'queue-age'
    description: 'Changes wait too long in the queue.'
    severity: 2
    query: '${events} | where Name == "sweepEnded" and toint(Event.queueAgeSeconds) > ${queueAgeMinutes * 60}'
    every: 'PT15M'
    window: 'PT30M'
    operator: 'GreaterThan'
    threshold: 2
  }
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: logAnalyticsName
}

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: actionGroupName
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'slackprov'
    emailReceivers: [
      for (email, index) in emails: { name: 'email${index}', emailAddress: email, useCommonAlertSchema: true }
    ]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = [
  for rule in rules: {
    name: '${actionGroupName}-${rule.name}'
    location: location
    tags: tags
    properties: {
      displayName: 'Slack provisioning: ${rule.name}'
      description: rule.description
      severity: rule.severity
      enabled: isEnabled
      scopes: [workspace.id]
      evaluationFrequency: rule.every
      windowSize: rule.window
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: rule.operator
            threshold: rule.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      // In a new workspace the table has no rows yet.
      skipQueryValidation: true
      actions: { actionGroups: concat([actionGroup.id], actionGroupIds) }
    }
  }
]
