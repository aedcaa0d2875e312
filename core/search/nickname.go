package search

import (
	"slices"
	"strings"
)

// Nicknames are the names a word may stand for, and what those are called: of
// "bill" william, will and the rest. Both are folded. Nil where it is no such name.
func Nicknames(word string) []string { return nicknames[word] }

// called are given names and what people called so are called, English and
// Spanish, one a line. Written for this house from common usage; add to it what
// your patients are called.
const called = `
abigail abby gail
abraham abe
adelaide addie
albert al bert bertie
alberto beto
alejandra ale sandra
alejandro ale alex jandro
alexander alex al sandy xander
alexandra alex sandra sandy lexi
alfonso poncho fonso
alfred al fred freddie alfie
alfredo fredo
amanda mandy
andrea andi
andrew andy drew
angela angie
anita ana
ana anita
anna annie ann anne
anne annie ann anna
anthony tony
antonia toni tona
antonio tono tony
arthur art artie
augustus gus
barbara barb barbie babs
bartholomew bart
beatrice bea trixie
beatriz bea betty
benedict ben
benjamin ben benny benji
bernard bernie
bradley brad
carlos charlie carlitos
carmen carmela
caroline carrie carol
carolina caro
catherine cathy cat kate katie kitty
cecilia ceci cece
charles charlie chuck chas
charlotte lottie charlie
christina chris chrissy tina
christine chris chrissy tina
christopher chris kit topher
clarence clare
concepcion concha conchita
consuelo chelo
cynthia cindy
cristina cris tina
daniel dan danny
daniela dani
david dave davy
deborah deb debbie debra
dolores lola loli
dominic dom nick
dominick dom nick
donald don donny
dorothy dot dottie dolly
douglas doug
eduardo eddie lalo edu
edward ed eddie ted teddy ned
edwin ed eddie
eleanor ellie nell nora
elena lena
elizabeth liz lizzie beth betty betsy eliza bess libby lisa
emily em emmy
emilia emi
enrique quique kike
ernest ernie
ernesto neto
esperanza espe
eugene gene
eugenia genia
evelyn evie eve
federico fede
felipe pipe
fernanda fer nanda
fernando fer nando
florence flo flossie
frances fran fanny frankie
francesca fran chesca
francis frank fran frankie
francisca paca pancha paquita
francisco paco pancho frank curro kiko
franklin frank
frederick fred freddie rick
gabriel gabe gabi
gabriela gabi
genevieve gen jenny
geoffrey geoff
george georgie
gerald gerry jerry
gerardo gera
gertrude trudy gertie
gilbert gil bert
gonzalo gonza
gregory greg
gregorio goyo
guadalupe lupe lupita
guillermo memo guille william
gustavo gus tavo
harold harry hal
harriet hattie harry
helen nell ellie
henry harry hank hal
herbert herb bert
ignacio nacho
irene rene
isabel isa chabela
isabella bella izzy isa
isabelle belle izzy
jacob jake
jacqueline jackie
james jim jimmy jamie
janet jan
javier javi
jeffrey jeff
jennifer jen jenny
jeremy jerry
jeremiah jerry
jesus chuy chucho
jessica jess jessie
joaquin quino
john jack johnny jon
jonathan jon johnny nathan
jorge coque george
jose pepe chepe joe
josefa pepa josefina
josefina pepa fina josie
joseph joe joey
josephine jo josie
joshua josh
juan juanito john
juana juanita
judith judy
julia julie
julian julio
katherine kate katie kathy kat kitty kay
kathleen kathy kate katie
kathryn kate katie kathy kat
kenneth ken kenny
kimberly kim
laurence larry laurie
lawrence larry laurie
leonard leo len lenny
leonardo leo nardo
leonor leo nora
lillian lil lily
lorenzo lencho
louis lou louie
louise lou
lourdes lulu
lucia lucy
luis lucho
luisa lulu
magdalena magda lena
manuel manolo manny
manuela manoli
marcos marc
margaret maggie meg peggy marge margie greta daisy rita
margarita rita marga
maria mari mary
maria-jose majo
maria-teresa maite
maria-luisa marilu
mario mayito
martha marty
martin marty
mary molly polly mae mimi
matilda tilly mattie
matthew matt
maximilian max
mercedes merche meche
michael mike mickey mick
michelle shelly
miguel mike migue
mildred millie
miriam miri
montserrat montse
nancy nan
natalia nati
nathan nate
nathaniel nate nat
nicholas nick nicky
nicolas nico
norman norm
octavio tavo
olivia liv livvy
oliver ollie
pamela pam
patricia pat patty trish tricia
patrick pat paddy
pedro perico
penelope penny
peter pete
philip phil pip
phillip phil pip
pilar pili
priscilla cilla
rachel rae
rafael rafa
ramon moncho
randall randy
randolph randy
raymond ray
raul raulito
rebecca becky becca
reginald reggie
remedios reme
ricardo ricky richard
richard rick ricky dick rich richie
robert bob bobby rob robbie bert
roberta bobbie
roberto beto tito
rocio chio
rodrigo rodri
roger rodge
rogelio roger
ronald ron ronnie
rosario charo chayo
rosa rosita
rosemary rose rosie
roxanne roxy
russell russ
salvador chava salva
samantha sam
samuel sam sammy
sandra sandy
santiago santi chago
sebastian seb bastian
sergio checo
sharon shari
sofia sofi
sophia sophie
stanley stan
stephanie steph
stephen steve stevie
steven steve stevie
stuart stu
susan sue susie suzy
susana susi
susanna sue susie anna
sylvia syl
terence terry
teresa tere
theodore ted teddy theo
theresa terry tess tessa
thomas tom tommy
timothy tim timmy
tomas tomasito
valentina vale
valeria vale
veronica vero ronnie
victor vic
victoria vicky tori
vicente chente
vincent vince vinny
virginia ginny
walter walt wally
wendell wendy
wilhelmina mina billie
william bill billy will willy willie liam
winifred winnie
ximena xime
yolanda yoli
zachary zach
`

var nicknames = func() map[string][]string {
	out := map[string][]string{}
	add := func(a, b string) {
		if a != b && !slices.Contains(out[a], b) {
			out[a] = append(out[a], b)
		}
	}
	for line := range strings.Lines(called) {
		names := strings.Fields(strings.ReplaceAll(line, "-", ""))
		for _, a := range names {
			for _, b := range names {
				add(a, b)
			}
		}
	}
	return out
}()
