/**
 * Passwords that are guessed first, in lower case, from eight characters on: what is shorter is
 * refused anyway. A guesser who is held to a few guesses a minute gets no further than such a list.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
  password passwort password0 password1 password2 password3 password4 password5 password6 password7
  password8 password9 password01 password10 password11 password12 password13 password21 password22
  password23 password69 password77 password88 password99 password00 password007 password101
  password111 password123 password1234 password12345 password123456 password321 password666
  password777 password2020 password2021 password2022 password2023 password2024 password2025
  password2026 password! password!! password1! password12! password123! password1234! password@1
  password@12 password@123 password@1234 password#1 password#123 password$1 password. password.1
  password_1 password-1 passwordpassword passw0rd passw0rd1 passw0rd12 passw0rd123 passw0rd! p@ssword
  p@ssword1 p@ssword12 p@ssword123 p@ssword! p@ssw0rd p@ssw0rd1 p@ssw0rd12 p@ssw0rd123 p@ssw0rd1234
  p@ssw0rd! p@ssw0rd1! p@$$word p@$$word1 p@$$w0rd p@$$w0rd1 pa$$word pa$$word1 pa$$w0rd pa$$w0rd1
  pa55word pa55word1 pa55w0rd pa55w0rd1 p455w0rd p455word passwords mypassword mypassword1 mypass123
  newpassword newpassword1 newpass1 oldpassword yourpassword thepassword nopassword nopassword1
  changeme changeme1 changeme12 changeme123 changeme! changeit changeit1 changethis changepassword
  changemenow please123 letmein1 letmein2 letmein12 letmein123 letmein1234 letmein! letmeinnow
  letmein01 letmeinplease welcome1 welcome2 welcome01 welcome10 welcome11 welcome12 welcome123
  welcome1234 welcome12345 welcome! welcome1! welcome123! welcome@1 welcome@12 welcome@123 welcome2020
  welcome2021 welcome2022 welcome2023 welcome2024 welcome2025 welcome2026 welcomehome welc0me1
  admin123 admin1234 admin12345 admin123456 admin1234567 admin12345678 admin123! admin@123 admin@1234
  admin2020 admin2021 admin2022 admin2023 admin2024 admin2025 admin2026 adminadmin adminadmin1
  admin-admin adminpass adminpass1 adminpass123 adminpassword admin_password administrator
  administrator1 administrator123 4dm1n1str4t0r rootroot rootroot1 rootpass rootpassword root1234
  root12345 root@123 superuser superuser1 superadmin superadmin1 superman superman1 superman12
  superman123 sysadmin sysadmin1 sysadmin123 operator operator1 guestguest guest123 guest1234
  useruser user1234 user12345 username username1 username123 testtest testtest1 test1234 test12345
  test123456 test@123 test@1234 testing1 testing12 testing123 testing1234 tester123 testpass testpass1
  testpassword testuser testuser1 default1 default123 defaultpassword temp1234 temp12345 temppass
  temppass1 temppassword temporary temporary1 demo1234 demodemo example1 example123 sample123
  secret123 secret1234 secret12 secret01 secretsecret topsecret topsecret1 mysecret verysecret
  supersecret supersecret1 secretpassword security security1 security123 computer computer1 computer12
  computer123 internet internet1 internet123 internet1234 database database1 server123 oracle123
  microsoft microsoft1 windows1 windows10 windows11 windows123 linux123 ubuntu123 raspberry docker123
  mysql123 postgres postgres1 postgres123 cisco123 keycloak keycloak1 samsung1 samsung123 google123
  facebook facebook1 facebook123 linkedin linkedin1 linkedin123 twitter1 twitter123 instagram
  instagram1 youtube1 youtube123 amazon123 spotify1 minecraft minecraft1 minecraft123 pokemon1
  pokemon12 pokemon123 nintendo playstation playstation1 starwars starwars1 starwars123 startrek
  startrek1 batman123 batman1234 spiderman spiderman1 spiderman123 superstar superstar1 ironman1
  jordan23 michael1 michael12 michael123 jennifer jennifer1 jessica1 jessica12 jessica123 michelle
  michelle1 danielle danielle1 elizabeth elizabeth1 nicholas nicholas1 jonathan jonathan1 benjamin
  benjamin1 alexander alexander1 christopher christian christian1 christina christine stephanie
  stephanie1 samantha samantha1 patricia veronica victoria victoria1 isabella gabriel1 gabriela
  alexandra alejandro fernando francisco charlotte charlie1 charlie12 charlie123 matthew1 anthony1
  anthony12 andrew123 joshua123 thomas123 robert123 daniel123 daniel12 william1 william123 richard1
  brandon1 ashley123 amanda123 nicole123 hannah123 maria123 sebastian sebastian1 babygirl babygirl1
  babygirl12 babygirl123 princess princess1 princess12 princess123 sunshine sunshine1 sunshine12
  sunshine123 iloveyou iloveyou1 iloveyou2 iloveyou12 iloveyou123 iloveyou! iloveyou! iloveme1
  ilovegod ilovemom ilovemyself loveyou1 loveyou123 lovelove lovelove1 lovely123 mylove123 sweetheart
  sweetheart1 beautiful beautiful1 beautiful123 butterfly butterfly1 butterfly123 football football1
  football12 football123 football11 baseball baseball1 baseball12 baseball123 basketball basketball1
  softball softball1 soccer123 soccer12 hockey123 swimming swimming1 liverpool liverpool1 liverpool123
  arsenal1 arsenal123 chelsea1 chelsea123 barcelona barcelona1 realmadrid realmadrid1 juventus
  manchester manchester1 manutd123 steelers steelers1 cowboys1 yankees1 lakers24 eagles123 ferrari1
  mercedes mercedes1 mustang1 mustang123 corvette porsche1 porsche911 harley123 yamaha123 suzuki123
  monkey123 monkey12 monkey1234 dragon123 dragon12 dragon1234 tigger123 shadow123 shadow12 master123
  master12 master1234 mastermind hunter123 hunter12 buster123 killer123 killer12 ginger123 pepper123
  cookie123 cheese123 banana123 orange123 purple123 purple12 flower123 summer123 winter123 spring123
  autumn123 summer01 summer12 summer2020 summer2021 summer2022 summer2023 summer2024 summer2025
  summer2026 winter2020 winter2021 winter2022 winter2023 winter2024 winter2025 winter2026 spring2020
  spring2021 spring2022 spring2023 spring2024 spring2025 spring2026 autumn2020 autumn2021 autumn2022
  autumn2023 autumn2024 autumn2025 autumn2026 fall2022! fall2023! fall2024! fall2025! summer2024!
  summer2025! winter2024! winter2025! spring2024! spring2025! january1 january2024 january2025 february
  february1 march2024 april2024 august123 september september1 october1 october2024 november november1
  december december1 monday123 friday123 saturday sunday123 whatever whatever1 whatever123 trustno1
  trustnoone trustno11 nothing1 nothing123 something something1 blessed1 blessing forever1 forever21
  forever123 freedom1 freedom123 freedom12 happy123 happy1234 hello123 hello1234 hello12345 hellohello
  helloworld helloworld1 hellokitty hellokitty1 goodluck goodluck1 godbless godisgood jesus123
  jesuschrist jesus777 christ123 heaven123 angel123 angel1234 access123 access14 login123 login1234
  qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwerty321 qwerty11 qwerty22 qwerty77 qwerty01
  qwerty99 qwerty!@# qwertyqwerty qwertyui qwertyu1 qwertyuiop1 qwertyuiop123 qwertyuiop[] qwer1234
  qwer12345 qwer4321 qweqweqwe qweasdzxc qweasd123 qwe123456 qwe123qwe qwe12345 q1w2e3r4 q1w2e3r4t5
  q1w2e3r4t5y6 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1q2w3e4r! 1qaz2wsx 1qaz2wsx3edc 1qaz!qaz 1qazxsw2
  zaq12wsx zaq1zaq1 zaq1xsw2 !qaz2wsx 1qaz@wsx qazwsx123 qazwsxedc qazwsxedc1 qazwsxedcrfv qaz123wsx
  qaz12345 zxcvbnm1 zxcvbnm123 zxcvbnm, zxcvbnm,./ zxcasdqwe zxc12345 zxczxczxc asdfghjkl1 asdfghjkl;
  asdfasdf asdf1234 asdf12345 asdfqwer asdfzxcv asdasdasd asd12345 asd123456 azertyuiop azerty123
  azertyui 123qweasd 123qweasdzxc 123qwe123 123qwe!@# 123abc456 123456qwerty 12345qwert 1234qwer
  1234asdf 1234abcd 12345abc 123456abc 123456789a 123456789q 123456789z 12345678a 1234567a 123456aa
  123456ab 1234567q 12345678q a1234567 a12345678 a123456789 aa123456 aa12345678 ab123456 abc12345
  abc123456 abc1234567 abc123abc abc123!@# abcd1234 abcd12345 abcd123456 abcd@1234 abcabc123 abcdefg1
  abcdefg123 abcdef123 abcdefgh1 a1b2c3d4 a1b2c3d4e5 1a2b3c4d 1a2b3c4d5e aaaa1111 aaa11111 aabbccdd
  11112222 11223344 1122334455 112233445566 12121212 12123434 12131415 123123123 123123123123 12312312
  123321123 123321123321 12341234 123412341234 1234512345 123451234 12344321 1234554321 123454321
  123456123 123456123456 1234561234 12345654321 123456654321 123456780 1234567899 12345678900
  12345678910 1234567891 123456788 1234567887654321 123456789123 0123456789 01234567 012345678
  0987654321 09876543 098765432 987654321 9876543210 9876543211 87654321 87654321a 99887766 98765432
  10203040 1020304050 102030405060 13131313 13579135 1357924680 13572468 14141414 14725836 147258369
  147852369 147896325 159357159 159753159753 159753456 15975321 159357456 16161616 18181818 19191919
  20202020 21212121 22334455 23232323 24681012 25252525 25802580 31415926 314159265 3141592653
  321321321 32323232 33445566 36925814 369258147 3692581470 41414141 42424242 43214321 456456456
  45645645 456789123 51505150 52525252 54321543 55667788 56565656 567567567 5201314520 654321654
  65432165 654321654321 69696969 741852963 7418529630 74108520 75395145 753951456 753159852 77889900
  78787878 789456123 7894561230 78945612 789789789 852456852 85208520 852963741 88889999 89898989
  951753852 963852741 963258741 963852963 19801980 19841984 19851985 19861986 19871987 19881988
  19891989 19901990 19911991 19921992 19951995 20002000 20082008 20102010 20112011 20122012 20202021
  20232023 20242024 20252025 !@#$%^&* !@#$%^&*() !@#$1234 1234!@#$ 123456!@#$ correcthorse
  correcthorsebatterystaple opensesame open-sesame thisispassword thisisapassword ihavenopassword
  idontknow idontknow1 iforgot1 forgotit nopasswd passpass passpass1 pass1234 pass12345 pass123456
  pass@123 pass@1234 passcode passcode1 passkey1 passphrase passport keepout1 letitbe1 company1
  company123 office123 business business1 manager1 manager123 employee employee1 student1 student123
  teacher1 teacher123 support1 support123 service1 service123 helpdesk helpdesk1 marketing marketing1
  backup123 monitor1 network1 network123 wireless wireless1 scooter1 skateboard snowboard1 chocolate
  chocolate1 chocolate123 strawberry strawberry1 cheesecake peanutbutter coffee123 pineapple watermelon
  elephant elephant1 dolphins dolphin1 crocodile hedgehog scorpion scorpion1 panther1 blackcat
  blackjack blackjack1 midnight midnight1 moonlight starlight rainbow1 rainbow123 lollipop lollipop1
  diamond1 diamond123 sapphire slipknot slipknot1 metallica metallica1 metallica123 nirvana1 greenday
  greenday1 eminem123 rockstar rockstar1 rockyou1 rockandroll maverick maverick1 gandalf1 einstein
  napoleon scoobydoo scoobydoo1 snoopy123 garfield garfield1 mickeymouse mickey123 donald123 tinkerbell
  tinkerbell1 cinderella barbie123 champion champion1 warrior1 warrior123 phoenix1 phoenix123 thunder1
  thunder123 lightning hurricane explorer explorer1 discover enterprise enterprise1 galaxy123
  universe america1 america123 americanidol california california1 florida1 newyork1 newyork123
  chicago1 boston123 london123 england1 scotland deutschland germany1 schalke04 hallo123 hallo1234
  passwort1 passwort12 passwort123 passwort1! geheim123 geheim12 sommer2024 sommer2025 willkommen
  willkommen1 schatz123 ficken123 motdepasse motdepasse1 bonjour1 bonjour123 soleil123 doudou123
  jetaime1 azerty1234 contrasena contrasena1 contraseña teamo123 tequiero tequiero1 teextrano estrella
  estrella1 mariposa mariposa1 senha123 senha1234 brasil123 flamengo corinthians palmeiras gabriel123
  ciaociao juventus1 password1a wachtwoord wachtwoord1 welkom01 welkom123 salasana salasana1 haslo123
  haslo1234 polska123 heslo123 parola123 sifre123 galatasaray fenerbahce besiktas1 krasota1 qwertyuiop12
  `
    .trim()
    .split(/\s+/),
);
