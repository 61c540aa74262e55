exec ruby omniauth.rb
