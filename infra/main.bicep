metadata name = 'Entra to Slack provisioner'
metadata description = 'Everything that the provisioner needs in Azure, in one resource group. See docs/deploy.md.'

// ---- What is provisioned ----

@description('Object id of the enterprise application whose assignments are the scope; npm run setup writes it. May be empty only with scope "all" in provisioning.json.')
param slackServicePrincipalId string = ''

@description('The Entra tenant that people come from.')
param tenantId string = tenant().tenantId

@description('Slack\'s SCIM root. GovSlack: https://api.slack-gov.com/scim/v1')
param slackScimBaseUrl string = 'https://api.slack.com/scim/v2'

@description('Slack\'s Web API. GovSlack: https://slack-gov.com')
param slackOAuthBaseUrl string = 'https://slack.com'

@description('Client id of the Slack app, for a token that rotates and for the Authorize page. Empty: the token is given as it is.')
param slackClientId string = ''

@secure()
@description('Client secret of the Slack app, with slackClientId. It is kept in the vault; leave it out to keep what is there.')
param slackClientSecret string = ''

@secure()
@description('Slack\'s token (xoxp-…). It is kept in the vault; leave it out to keep what is there.')
param slackToken string = ''

@secure()
@description('Secret that every Graph notification must carry. Generated at the first deployment and kept in the vault from then on.')
param graphClientState string = '${newGuid()}${newGuid()}'

@description('Microsoft Graph. Empty: that of the cloud. US Government DoD needs https://dod-graph.microsoft.us')
param graphBaseUrl string = ''

@description('Public address of the app when it has a domain of its own, e.g. https://provisioning.contoso.com. Empty: its azurewebsites.net address.')
param notificationUrl string = ''

@description('Path of the configuration within the package.')
param provisioningConfig string = 'provisioning.json'

// ---- Who looks after it ----

@description('Client id of the app registration with which administrators sign in; npm run setup -- --admin-sign-in writes it. Empty: function keys.')
param adminClientId string = ''

@description('Mailbox that the app\'s own alerts are sent from. Empty: no mail.')
param notifySender string = ''

@description('Post the app\'s own alerts to Slack, to the incoming webhook in the vault (slackWebhook).')
param notifyInSlack bool = false

@secure()
@description('Slack incoming webhook for the app\'s own alerts, with notifyInSlack. It is kept in the vault; leave it out to keep what is there.')
param slackWebhook string = ''

@description('Addresses that the alert rules of Azure Monitor mail to.')
param alertEmails string[] = []

@description('Resource ids of action groups that you have already, for example one that pages.')
param alertActionGroupIds string[] = []

@description('False switches all alert rules off, for example until the app is deployed.')
param alertsEnabled bool = true

@description('Alert when more objects fail within a quarter of an hour.')
@minValue(0)
param alertFailuresIn15Minutes int = 20

@description('Alert when more accounts are disabled within an hour.')
@minValue(0)
param alertDisabledInHour int = 20

@description('Alert when changes wait longer in the queue, in minutes.')
@minValue(1)
param alertQueueAgeMinutes int = 15

// ---- Sizes ----

@description('Node.js. 22 is supported until April 2027, 24 until April 2028.')
@allowed(['24', '22'])
param nodeVersion string = '24'

@description('Memory of an instance. 512 does for some thousand people, 4096 for hundreds of thousands.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Most instances at a time. Slack\'s rate limits are reached long before.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Instances that are always ready for Graph\'s notifications. With 0 the first one after a pause may be answered late, and Graph then holds back all that follow.')
@minValue(0)
@maxValue(10)
param alwaysReadyWebhook int = 1

@description('Instances that are always ready to process changes. With 0 the first change after a pause waits for a cold start.')
@minValue(0)
@maxValue(10)
param alwaysReadyWorker int = 1

@description('Spread instances over availability zones; then two at least of each group that has any are always ready. Not in every region.')
param zoneRedundant bool = false

@description('Standard_ZRS where the region has zones.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_LRS'

@description('Premium only if Service Bus must have a private endpoint: it costs some sixty times as much.')
@allowed(['Standard', 'Premium'])
param serviceBusSku string = 'Standard'

@description('Days that logs are kept. 90 cost nothing for what Application Insights collects.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 90

// ---- Network ----

@description('Reach storage and vault (and Service Bus, if Premium) by private endpoints only, and Slack and Graph from one fixed address.')
param privateNetwork bool = false

@description('Address space of the virtual network, /25 or larger.')
param virtualNetworkAddressPrefix string = '10.90.0.0/24'

// ---- Names ----

@description('Goes into all names below: 2 to 7 lower-case letters or digits.')
@minLength(2)
@maxLength(7)
param baseName string = 'slack'

param location string = resourceGroup().location
param tags object = {}

@description('Makes the names unique in the world. The same at every deployment to a resource group.')
param uniqueSuffix string = uniqueString(resourceGroup().id)

param functionAppName string = 'func-${baseName}-${uniqueSuffix}'
param planName string = 'plan-${baseName}-${uniqueSuffix}'
param identityName string = 'id-${baseName}-${uniqueSuffix}'
@maxLength(24)
param storageAccountName string = 'st${baseName}${uniqueSuffix}'
param serviceBusNamespaceName string = 'sbns-${baseName}-${uniqueSuffix}'
@maxLength(24)
param keyVaultName string = 'kv-${baseName}-${uniqueSuffix}'
param applicationInsightsName string = 'appi-${baseName}-${uniqueSuffix}'
param logAnalyticsName string = 'log-${baseName}-${uniqueSuffix}'
param actionGroupName string = 'ag-${baseName}-${uniqueSuffix}'
param virtualNetworkName string = 'vnet-${baseName}-${uniqueSuffix}'
param natGatewayName string = 'ng-${baseName}-${uniqueSuffix}'

var graphBaseUrls = {
  AzureCloud: 'https://graph.microsoft.com'
  AzureUSGovernment: 'https://graph.microsoft.us'
  AzureChinaCloud: 'https://microsoftgraph.chinacloudapi.cn'
}

// The name that the code uses, not a matter of taste.
var queueName = 'changes'
var deploymentContainerName = 'deployments'

module identity 'modules/identity.bicep' = {
  params: { name: identityName, location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    applicationInsightsName: applicationInsightsName
    logAnalyticsName: logAnalyticsName
    retentionDays: logRetentionDays
    location: location
    tags: tags
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: storageAccountName
    skuName: storageSku
    isPrivate: privateNetwork
    deploymentContainerName: deploymentContainerName
    location: location
    tags: tags
  }
}

module serviceBus 'modules/serviceBus.bicep' = {
  params: {
    name: serviceBusNamespaceName
    skuName: serviceBusSku
    isPrivate: privateNetwork
    queueName: queueName
    location: location
    tags: tags
  }
}

module keyVault 'modules/keyVault.bicep' = {
  params: {
    name: keyVaultName
    isPrivate: privateNetwork
    logAnalyticsName: logAnalyticsName
    graphClientState: graphClientState
    slackToken: slackToken
    slackClientSecret: slackClientSecret
    slackWebhook: slackWebhook
    location: location
    tags: tags
  }
  dependsOn: [monitoring]
}

module network 'modules/network.bicep' = if (privateNetwork) {
  params: {
    name: virtualNetworkName
    addressPrefix: virtualNetworkAddressPrefix
    natGatewayName: natGatewayName
    storageAccountName: storageAccountName
    keyVaultName: keyVaultName
    serviceBusNamespaceName: serviceBusNamespaceName
    serviceBusIsPrivate: serviceBusSku == 'Premium'
    location: location
    tags: tags
  }
  dependsOn: [storage, keyVault, serviceBus]
}

module roles 'modules/roles.bicep' = {
  params: {
    identityName: identityName
    storageAccountName: storageAccountName
    serviceBusNamespaceName: serviceBusNamespaceName
    queueName: queueName
    keyVaultName: keyVaultName
    applicationInsightsName: applicationInsightsName
  }
  dependsOn: [identity, monitoring, storage, serviceBus, keyVault]
}

module functionApp 'modules/functionApp.bicep' = {
  params: {
    name: functionAppName
    planName: planName
    identityName: identityName
    storageAccountName: storageAccountName
    deploymentContainerName: deploymentContainerName
    serviceBusNamespaceName: serviceBusNamespaceName
    keyVaultName: keyVaultName
    applicationInsightsName: applicationInsightsName
    nodeVersion: nodeVersion
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyWebhook: alwaysReadyWebhook
    alwaysReadyWorker: alwaysReadyWorker
    zoneRedundant: zoneRedundant
    subnetId: network.?outputs.functionsSubnetId ?? ''
    tenantId: tenantId
    slackServicePrincipalId: slackServicePrincipalId
    adminClientId: adminClientId
    graphBaseUrl: empty(graphBaseUrl) ? graphBaseUrls[environment().name] : graphBaseUrl
    notificationUrl: notificationUrl
    notifySender: notifySender
    notifyInSlack: notifyInSlack
    slackScimBaseUrl: slackScimBaseUrl
    slackOAuthBaseUrl: slackOAuthBaseUrl
    slackClientId: slackClientId
    provisioningConfig: provisioningConfig
    location: location
    tags: tags
  }
  // Without its roles the app would start and fail.
  dependsOn: [roles]
}

module alerts 'modules/alerts.bicep' = {
  params: {
    logAnalyticsName: logAnalyticsName
    actionGroupName: actionGroupName
    emails: alertEmails
    actionGroupIds: alertActionGroupIds
    isEnabled: alertsEnabled
    failuresIn15Minutes: alertFailuresIn15Minutes
    disabledInHour: alertDisabledInHour
    queueAgeMinutes: alertQueueAgeMinutes
    location: location
    tags: tags
  }
  dependsOn: [monitoring]
}

@description('For publishing the app: func azure functionapp publish, az functionapp deployment.')
output functionAppName string = functionAppName

@description('Of the app and its pages; for npm run setup -- --admin-sign-in --app-url.')
output appUrl string = functionApp.outputs.url

@description('For npm run setup -- --identity.')
output identityName string = identityName

output identityClientId string = identity.outputs.clientId
output identityPrincipalId string = identity.outputs.principalId
output keyVaultName string = keyVaultName
output serviceBusNamespaceName string = serviceBusNamespaceName
output storageAccountName string = storageAccountName
output applicationInsightsName string = applicationInsightsName
output logAnalyticsName string = logAnalyticsName

@description('Address from which Graph and Slack are called; only with privateNetwork.')
output outboundIpAddress string = network.?outputs.outboundIpAddress ?? ''
