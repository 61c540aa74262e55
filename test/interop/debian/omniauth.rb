# Sinatra with omniauth_openid_connect, as its README sets a provider up.
require 'json'
require 'sinatra/base'
require 'omniauth_openid_connect'

# Plain http is for loopback: the libraries below ask for https otherwise.
SWD.url_builder = URI::HTTP
WebFinger.url_builder = URI::HTTP

class App < Sinatra::Base
  set :bind, '127.0.0.1'
  set :port, ENV.fetch('PORT')
  set :server, 'webrick'
  enable :sessions
  set :session_secret, 'interop' * 12
  use OmniAuth::Builder do
    provider :openid_connect,
             name: :gatehouse,
             scope: %i[openid profile email groups],
             response_type: :code,
             issuer: ENV.fetch('ISSUER'),
             discovery: true,
             client_options: {
               identifier: ENV.fetch('CLIENT_ID'),
               secret: ENV.fetch('CLIENT_SECRET'),
               redirect_uri: ENV.fetch('REDIRECT_URI'),
             }
  end
  get '/' do
    token = Rack::Protection::AuthenticityToken.token(session)
    "<form method=\"post\" action=\"/auth/gatehouse\"><input type=\"hidden\" name=\"authenticity_token\" value=\"#{token}\"></form>"
  end
  get '/auth/gatehouse/callback' do
    auth = request.env['omniauth.auth']
    { info: auth.info, groups: auth.extra.raw_info['groups'] }.to_json
  end
  run!
end
